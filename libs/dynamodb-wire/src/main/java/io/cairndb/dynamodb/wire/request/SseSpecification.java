package io.cairndb.dynamodb.wire.request;

import org.jspecify.annotations.Nullable;

/** How data at rest is encrypted. */
public record SseSpecification(
    @Nullable Boolean enabled, @Nullable SseType sseType, @Nullable String kmsMasterKeyId) {
  private static final Members MEMBERS =
      Members.of("SSESpecification", "Enabled", "SSEType", "KMSMasterKeyId");

  static final Structure<SseSpecification> SHAPE = new Structure<>(MEMBERS, SseSpecification::read);

  private static @Nullable SseSpecification read(RequestReader in) {
    Boolean enabled = null;
    SseType sseType = null;
    String kmsMasterKeyId = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> enabled = in.bool();
        case 1 -> sseType = in.enumeration(Enums.SSE_TYPE);
        case 2 -> kmsMasterKeyId = in.string();
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    return new SseSpecification(enabled, sseType, kmsMasterKeyId);
  }
}
