package io.cairndb.dynamodb.wire.request;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A local index to be created with its table. */
public record LocalSecondaryIndex(
    String indexName, List<KeySchemaElement> keySchema, IndexProjection projection) {
  private static final Members MEMBERS =
      Members.of("LocalSecondaryIndex", "IndexName", "KeySchema", "Projection")
          .required("IndexName", "KeySchema", "Projection");

  static final Structure<LocalSecondaryIndex> SHAPE =
      new Structure<>(MEMBERS, LocalSecondaryIndex::read);

  private static @Nullable LocalSecondaryIndex read(RequestReader in) {
    String indexName = null;
    List<KeySchemaElement> keySchema = null;
    IndexProjection projection = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> indexName = in.string(TableNames.NAME);
        case 1 -> keySchema = in.list(SizeRule.POSITIVE, KeySchemaElement.SHAPE);
        case 2 -> projection = in.structure(IndexProjection.SHAPE);
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    if (indexName == null || keySchema == null || projection == null) {
      return null;
    }
    return new LocalSecondaryIndex(indexName, keySchema, projection);
  }
}
