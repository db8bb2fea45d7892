package io.cairndb.dynamodb.wire.request;

import io.cairndb.item.schema.Projection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which attributes an index carries; the kind may be missing, which the caller refuses. */
public record IndexProjection(
    Projection.@Nullable Kind projectionType, @Nullable List<String> nonKeyAttributes) {
  private static final Members MEMBERS =
      Members.of("Projection", "ProjectionType", "NonKeyAttributes");

  static final Structure<IndexProjection> SHAPE = new Structure<>(MEMBERS, IndexProjection::read);

  private static @Nullable IndexProjection read(RequestReader in) {
    Projection.Kind projectionType = null;
    List<String> nonKeyAttributes = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> projectionType = in.enumeration(Enums.PROJECTION_TYPE);
        case 1 -> nonKeyAttributes = in.strings(SizeRule.of(1, 20), Rules.NON_KEY_ATTRIBUTE_NAME);
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    return new IndexProjection(projectionType, nonKeyAttributes);
  }
}
