package io.cairndb.dynamodb.wire.request;

import org.jspecify.annotations.Nullable;

/** The attribute that holds the time of expiry. */
public record TimeToLiveSpecification(boolean enabled, String attributeName) {
  private static final Members MEMBERS =
      Members.of("TimeToLiveSpecification", "Enabled", "AttributeName")
          .required("Enabled", "AttributeName");

  static final Structure<TimeToLiveSpecification> SHAPE =
      new Structure<>(MEMBERS, TimeToLiveSpecification::read);

  private static @Nullable TimeToLiveSpecification read(RequestReader in) {
    Boolean enabled = null;
    String attributeName = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> enabled = in.bool();
        case 1 -> attributeName = in.string(Rules.TIME_TO_LIVE_ATTRIBUTE_NAME);
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    if (enabled == null || attributeName == null) {
      return null;
    }
    return new TimeToLiveSpecification(enabled, attributeName);
  }
}
