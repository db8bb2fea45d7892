package io.cairndb.item;

import java.util.List;

/**
 * The ten attribute types, with the code that clients see; the binary tags are private to items.
 */
public enum ValueType {
  S("S"),
  N("N"),
  B("B"),
  BOOL("BOOL"),
  NULL("NULL"),
  SS("SS"),
  NS("NS"),
  BS("BS"),
  L("L"),
  M("M");

  private static final List<ValueType> SET_ELEMENTS = List.of(S, N, B);

  private final String code;

  ValueType(String code) {
    this.code = code;
  }

  /** As on the wire and in {@code attribute_type}. */
  public String code() {
    return code;
  }

  public boolean isSet() {
    return this == SS || this == NS || this == BS;
  }

  /** Whether the value is entered with {@link ItemReader#enter()}. */
  public boolean isContainer() {
    return ordinal() >= SS.ordinal();
  }

  /** The type of every element of this set. */
  ValueType elementType() {
    return SET_ELEMENTS.get(ordinal() - SS.ordinal());
  }
}
