package io.cairndb.dynamodb.wire.request;

import org.jspecify.annotations.Nullable;

/** Capacity units bought per second. */
public record ProvisionedThroughput(long readCapacityUnits, long writeCapacityUnits) {
  private static final Members MEMBERS =
      Members.of("ProvisionedThroughput", "WriteCapacityUnits", "ReadCapacityUnits")
          .required("ReadCapacityUnits", "WriteCapacityUnits");

  static final Structure<ProvisionedThroughput> SHAPE =
      new Structure<>(MEMBERS, ProvisionedThroughput::read);

  private static @Nullable ProvisionedThroughput read(RequestReader in) {
    Long readCapacityUnits = null;
    Long writeCapacityUnits = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> writeCapacityUnits = in.longInteger(SizeRule.POSITIVE);
        case 1 -> readCapacityUnits = in.longInteger(SizeRule.POSITIVE);
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    if (readCapacityUnits == null || writeCapacityUnits == null) {
      return null;
    }
    return new ProvisionedThroughput(readCapacityUnits, writeCapacityUnits);
  }
}
