package io.cairndb.item;

/** A map was given two values under one name. The writer has kept the first. */
public final class DuplicateNameException extends InvalidValueException {
  private static final long serialVersionUID = 1L;

  public DuplicateNameException(String name) {
    super("One or more parameter values were invalid: Duplicate attribute name: " + name);
  }
}
