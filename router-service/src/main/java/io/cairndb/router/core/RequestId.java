package io.cairndb.router.core;

/**
 * What a request is spoken of by: 52 characters, as DynamoDB's. Text is made of it only where it is
 * needed.
 *
 * @param process the second half, the same for all requests of a process
 */
public record RequestId(long high, long low, String process) implements CharSequence {
  static final int HALF = 26;

  private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUV";
  private static final int CHARACTERS_PER_LONG = HALF / 2;
  private static final int BITS_PER_CHARACTER = 5;

  @Override
  public int length() {
    return HALF + process.length();
  }

  @Override
  public char charAt(int index) {
    if (index >= HALF) {
      return process.charAt(index - HALF);
    }
    long half = index < CHARACTERS_PER_LONG ? high : low;
    return character(half, index % CHARACTERS_PER_LONG);
  }

  /** One of the thirteen characters that spell {@code bits}. */
  static char character(long bits, int index) {
    return ALPHABET.charAt((int) (bits >>> (BITS_PER_CHARACTER * index)) & 31);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return toString().substring(start, end);
  }

  @Override
  public String toString() {
    return new StringBuilder(length()).append(this, 0, length()).toString();
  }
}
