package io.cairndb.dynamodb.wire.request;

import io.cairndb.item.schema.StreamView;
import org.jspecify.annotations.Nullable;

/** Whether there is a change stream and what its records show. */
public record StreamSpecification(boolean streamEnabled, @Nullable StreamView streamViewType) {
  private static final Members MEMBERS =
      Members.of("StreamSpecification", "StreamEnabled", "StreamViewType")
          .required("StreamEnabled");

  static final Structure<StreamSpecification> SHAPE =
      new Structure<>(MEMBERS, StreamSpecification::read);

  private static @Nullable StreamSpecification read(RequestReader in) {
    Boolean streamEnabled = null;
    StreamView streamViewType = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> streamEnabled = in.bool();
        case 1 -> streamViewType = in.enumeration(Enums.STREAM_VIEW_TYPE);
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    if (streamEnabled == null) {
      return null;
    }
    return new StreamSpecification(streamEnabled, streamViewType);
  }
}
