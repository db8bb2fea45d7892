package io.cairndb.expressions;

/** A comparison of two operands. */
public enum Comparator {
  EQ("="),
  NE("<>"),
  LT("<"),
  LE("<="),
  GT(">"),
  GE(">=");

  private final String symbol;

  Comparator(String symbol) {
    this.symbol = symbol;
  }

  public String symbol() {
    return symbol;
  }

  /** Whether it compares by order, which only strings, numbers and binaries have. */
  public boolean isOrdering() {
    return this != EQ && this != NE;
  }

  /** The comparison that says the same with its sides exchanged. */
  public Comparator mirrored() {
    return switch (this) {
      case EQ, NE -> this;
      case LT -> GT;
      case LE -> GE;
      case GT -> LT;
      case GE -> LE;
    };
  }

  static Comparator ofSymbol(String symbol) {
    return switch (symbol) {
      case "=" -> EQ;
      case "<>" -> NE;
      case "<" -> LT;
      case "<=" -> LE;
      case ">" -> GT;
      case ">=" -> GE;
      default -> throw new IllegalArgumentException(symbol);
    };
  }
}
