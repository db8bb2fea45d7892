package io.cairndb.cli.json;

/** Text that is not JSON; the message says what and at which character. */
public final class JsonException extends Exception {
  private static final long serialVersionUID = 1L;

  JsonException(String problem, int position) {
    super(problem + " at character " + (position + 1));
  }
}
