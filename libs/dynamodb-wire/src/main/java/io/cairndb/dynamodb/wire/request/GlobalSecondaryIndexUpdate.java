package io.cairndb.dynamodb.wire.request;

import org.jspecify.annotations.Nullable;

/** One change to the global indexes: exactly one of the three is to be there. */
public record GlobalSecondaryIndexUpdate(
    @Nullable UpdateGlobalSecondaryIndexAction update,
    @Nullable GlobalSecondaryIndex create,
    @Nullable DeleteGlobalSecondaryIndexAction delete) {
  private static final Members MEMBERS =
      Members.of("GlobalSecondaryIndexUpdate", "Update", "Create", "Delete");

  static final Structure<GlobalSecondaryIndexUpdate> SHAPE =
      new Structure<>(MEMBERS, GlobalSecondaryIndexUpdate::read);

  private static @Nullable GlobalSecondaryIndexUpdate read(RequestReader in) {
    UpdateGlobalSecondaryIndexAction update = null;
    GlobalSecondaryIndex create = null;
    DeleteGlobalSecondaryIndexAction delete = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> update = in.structure(UpdateGlobalSecondaryIndexAction.SHAPE);
        case 1 -> create = in.structure(GlobalSecondaryIndex.CREATE_ACTION);
        case 2 -> delete = in.structure(DeleteGlobalSecondaryIndexAction.SHAPE);
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    return new GlobalSecondaryIndexUpdate(update, create, delete);
  }
}
