package io.cairndb.cli.document;

/** A document that is no item; the message names the place. */
public final class DocumentException extends Exception {
  private static final long serialVersionUID = 1L;

  DocumentException(String message) {
    super(message);
  }
}
