package io.cairndb.dynamodb.wire.request;

import org.jspecify.annotations.Nullable;

/** Removes a global index. */
public record DeleteGlobalSecondaryIndexAction(String indexName) {
  private static final Members MEMBERS =
      Members.of("DeleteGlobalSecondaryIndexAction", "IndexName").required("IndexName");

  static final Structure<DeleteGlobalSecondaryIndexAction> SHAPE =
      new Structure<>(MEMBERS, DeleteGlobalSecondaryIndexAction::read);

  private static @Nullable DeleteGlobalSecondaryIndexAction read(RequestReader in) {
    String indexName = null;
    while (in.next(MEMBERS) >= 0) {
      indexName = in.string(TableNames.NAME);
    }
    if (indexName == null) {
      return null;
    }
    return new DeleteGlobalSecondaryIndexAction(indexName);
  }
}
