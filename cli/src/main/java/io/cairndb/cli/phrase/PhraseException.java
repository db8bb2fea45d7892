package io.cairndb.cli.phrase;

/** A condition that cannot be read; the message says why. */
public final class PhraseException extends Exception {
  private static final long serialVersionUID = 1L;

  PhraseException(String message) {
    super(message);
  }
}
