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
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> indexName = in.string(TableNames.NAME);
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    if (indexName == null) {
      return null;
    }
    return new DeleteGlobalSecondaryIndexAction(indexName);
  }
}
