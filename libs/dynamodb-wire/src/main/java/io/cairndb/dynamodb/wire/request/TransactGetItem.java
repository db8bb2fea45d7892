package io.cairndb.dynamodb.wire.request;

import org.jspecify.annotations.Nullable;

/** One action of a reading transaction. */
public record TransactGetItem(Get get) {
  private static final Members MEMBERS = Members.of("TransactGetItem", "Get").required("Get");

  static final Structure<TransactGetItem> SHAPE = new Structure<>(MEMBERS, TransactGetItem::read);

  private static @Nullable TransactGetItem read(RequestReader in) {
    Get get = null;
    while (in.next(MEMBERS) >= 0) {
      get = in.structure(Get.SHAPE);
    }
    return get == null ? null : new TransactGetItem(get);
  }
}
