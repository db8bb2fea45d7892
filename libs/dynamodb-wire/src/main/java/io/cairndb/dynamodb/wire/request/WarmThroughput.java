package io.cairndb.dynamodb.wire.request;

import org.jspecify.annotations.Nullable;

/** Units per second a table or index must be ready for. */
public record WarmThroughput(
    @Nullable Long readUnitsPerSecond, @Nullable Long writeUnitsPerSecond) {
  private static final Members MEMBERS =
      Members.of("WarmThroughput", "ReadUnitsPerSecond", "WriteUnitsPerSecond");

  static final Structure<WarmThroughput> SHAPE = new Structure<>(MEMBERS, WarmThroughput::read);

  private static @Nullable WarmThroughput read(RequestReader in) {
    Long readUnitsPerSecond = null;
    Long writeUnitsPerSecond = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> readUnitsPerSecond = in.longInteger(SizeRule.ANY);
        case 1 -> writeUnitsPerSecond = in.longInteger(SizeRule.ANY);
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    return new WarmThroughput(readUnitsPerSecond, writeUnitsPerSecond);
  }
}
