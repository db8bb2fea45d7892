package io.cairndb.dynamodb.wire.request;

import io.cairndb.dynamodb.wire.request.WriteRequest.DeleteRequest;
import io.cairndb.dynamodb.wire.request.WriteRequest.PutRequest;
import io.cairndb.item.Item;
import org.jspecify.annotations.Nullable;

/** Reads the writes of a batch: a union of which exactly one member must be there. */
final class WriteRequests {
  private static final Members MEMBERS = Members.of("WriteRequest", "DeleteRequest", "PutRequest");
  private static final Structure<WriteRequest> PUT =
      new Structure<>(Members.of("PutRequest", "Item").required("Item"), WriteRequests::readPut);
  private static final Structure<WriteRequest> DELETE =
      new Structure<>(
          Members.of("DeleteRequest", "Key").required("Key"), WriteRequests::readDelete);

  static final Structure<WriteRequest> SHAPE = new Structure<>(MEMBERS, WriteRequests::read);

  private WriteRequests() {}

  private static @Nullable WriteRequest read(RequestReader in) {
    WriteRequest write = null;
    int actions = 0;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      actions++;
      write = in.structure(member == 0 ? DELETE : PUT);
    }
    if (actions != 1) {
      in.note(
          RequestReader.Stage.STRUCTURE,
          "Supplied AttributeValue has more than one datatypes set, must contain exactly one of"
              + " the supported datatypes");
    }
    return write;
  }

  private static @Nullable WriteRequest readPut(RequestReader in) {
    Item item = null;
    while (in.next(PUT.members()) >= 0) {
      item = in.item();
    }
    return item == null ? null : new PutRequest(item);
  }

  private static @Nullable WriteRequest readDelete(RequestReader in) {
    Item key = null;
    while (in.next(DELETE.members()) >= 0) {
      key = in.item();
    }
    return key == null ? null : new DeleteRequest(key);
  }
}
