package io.cairndb.dynamodb.wire.json;

/** Accepts the sequences of RFC 3629 and no others: no overlong forms, no surrogates. */
final class Utf8Check {

  private Utf8Check() {}

  /** Length of the sequence that starts, with a byte beyond ASCII, at {@code at}. */
  static int sequence(byte[] in, int at, int end) {
    int lead = in[at] & 0xFF;
    if (lead >= 0xC2 && lead <= 0xDF) {
      requireContinuation(in, at + 1, end, 0x80, 0xBF);
      return 2;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
      requireContinuation(in, at + 1, end, lead == 0xE0 ? 0xA0 : 0x80, lead == 0xED ? 0x9F : 0xBF);
      requireContinuation(in, at + 2, end, 0x80, 0xBF);
      return 3;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
      requireContinuation(in, at + 1, end, lead == 0xF0 ? 0x90 : 0x80, lead == 0xF4 ? 0x8F : 0xBF);
      requireContinuation(in, at + 2, end, 0x80, 0xBF);
      requireContinuation(in, at + 3, end, 0x80, 0xBF);
      return 4;
    }
    throw JsonReader.malformed();
  }

  private static void requireContinuation(byte[] in, int at, int end, int least, int most) {
    if (at >= end || (in[at] & 0xFF) < least || (in[at] & 0xFF) > most) {
      throw JsonReader.malformed();
    }
  }
}
