package io.cairndb.dynamodb.wire.request;

import io.cairndb.dynamodb.wire.request.TransactWriteItem.ConditionCheck;
import io.cairndb.dynamodb.wire.request.TransactWriteItem.Delete;
import io.cairndb.dynamodb.wire.request.TransactWriteItem.Put;
import io.cairndb.dynamodb.wire.request.TransactWriteItem.Update;
import io.cairndb.item.AttributeValue;
import io.cairndb.item.Item;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the actions of a transaction: a union of which exactly one member must be there. */
final class TransactWriteItems {
  private static final Members MEMBERS =
      Members.of("TransactWriteItem", "ConditionCheck", "Put", "Delete", "Update");
  private static final Structure<TransactWriteItem> CHECK =
      new Structure<>(
          action("ConditionCheck", "Key").required("Key", "TableName", "ConditionExpression"),
          TransactWriteItems::readCheck);
  private static final Structure<TransactWriteItem> PUT =
      new Structure<>(
          action("Put", "Item").required("Item", "TableName"), TransactWriteItems::readPut);
  private static final Structure<TransactWriteItem> DELETE =
      new Structure<>(
          action("Delete", "Key").required("Key", "TableName"), TransactWriteItems::readDelete);
  private static final Structure<TransactWriteItem> UPDATE =
      new Structure<>(
          Members.of(
                  "Update",
                  "Key",
                  "TableName",
                  "ConditionExpression",
                  "ExpressionAttributeNames",
                  "ExpressionAttributeValues",
                  "ReturnValuesOnConditionCheckFailure",
                  "UpdateExpression")
              .required("Key", "UpdateExpression", "TableName")
              .expressions("UpdateExpression", "ConditionExpression"),
          TransactWriteItems::readUpdate);

  static final Structure<TransactWriteItem> SHAPE =
      new Structure<>(MEMBERS, TransactWriteItems::read);

  private TransactWriteItems() {}

  /** What the four actions have between them, before it is known to be complete. */
  private static final class Draft {
    @Nullable Item item;
    @Nullable String tableName;
    @Nullable String condition;
    @Nullable String update;
    @Nullable Map<String, String> names;
    @Nullable Map<String, AttributeValue> values;
    @Nullable ReturnValuesOnConditionCheckFailure onFailure;
  }

  private static @Nullable TransactWriteItem read(RequestReader in) {
    TransactWriteItem action = null;
    int actions = 0;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      actions++;
      action =
          switch (member) {
            case 0 -> in.structure(CHECK);
            case 1 -> in.structure(PUT);
            case 2 -> in.structure(DELETE);
            default -> in.structure(UPDATE);
          };
    }
    if (actions != 1) {
      in.note(
          RequestReader.Stage.STRUCTURE,
          actions == 0
              ? "Invalid Request: TransactWriteRequest should contain Delete or Put or Update"
                  + " request"
              : "TransactItems can only contain one of Check, Put, Update or Delete");
    }
    return action;
  }

  private static @Nullable TransactWriteItem readCheck(RequestReader in) {
    Draft draft = readDraft(in, CHECK.members());
    if (draft.item == null || draft.tableName == null || draft.condition == null) {
      return null;
    }
    return new ConditionCheck(
        draft.item, draft.tableName, draft.condition, draft.names, draft.values, draft.onFailure);
  }

  private static @Nullable TransactWriteItem readPut(RequestReader in) {
    Draft draft = readDraft(in, PUT.members());
    if (draft.item == null || draft.tableName == null) {
      return null;
    }
    return new Put(
        draft.item, draft.tableName, draft.condition, draft.names, draft.values, draft.onFailure);
  }

  private static @Nullable TransactWriteItem readDelete(RequestReader in) {
    Draft draft = readDraft(in, DELETE.members());
    if (draft.item == null || draft.tableName == null) {
      return null;
    }
    return new Delete(
        draft.item, draft.tableName, draft.condition, draft.names, draft.values, draft.onFailure);
  }

  private static @Nullable TransactWriteItem readUpdate(RequestReader in) {
    Draft draft = readDraft(in, UPDATE.members());
    if (draft.item == null || draft.tableName == null || draft.update == null) {
      return null;
    }
    return new Update(
        draft.item,
        draft.update,
        draft.tableName,
        draft.condition,
        draft.names,
        draft.values,
        draft.onFailure);
  }

  private static Draft readDraft(RequestReader in, Members members) {
    Draft draft = new Draft();
    for (int member = in.next(members); member >= 0; member = in.next(members)) {
      switch (member) {
        case 0 -> draft.item = in.item();
        case 1 -> draft.tableName = in.table();
        case 2 -> draft.condition = in.string();
        case 3 -> draft.names = in.attributeNames();
        case 4 -> draft.values = in.attributeValues();
        case 5 -> draft.onFailure = in.enumeration(Enums.RETURN_VALUES_ON_CONDITION_CHECK_FAILURE);
        default -> draft.update = in.string();
      }
    }
    return draft;
  }

  private static Members action(String shape, String itemMember) {
    return Members.of(
            shape,
            itemMember,
            "TableName",
            "ConditionExpression",
            "ExpressionAttributeNames",
            "ExpressionAttributeValues",
            "ReturnValuesOnConditionCheckFailure")
        .expressions("ConditionExpression");
  }
}
