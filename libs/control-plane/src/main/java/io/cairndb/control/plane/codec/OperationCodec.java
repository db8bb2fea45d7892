package io.cairndb.control.plane.codec;

import io.cairndb.control.plane.machine.Operation;
import io.cairndb.control.plane.machine.Walk;
import java.util.UUID;

/** Operations in progress as fields. */
final class OperationCodec {
  private static final int CREATE_TABLE = 1;
  private static final int ALTER_TABLE = 2;
  private static final int BUILD_INDEX = 3;
  private static final int REMOVE_INDEX = 4;
  private static final int DELETE_TABLE = 5;
  private static final int CHANGE_TIME_TO_LIVE = 6;

  private OperationCodec() {}

  static void write(FieldWriter out, Operation operation) {
    out.u8(
        switch (operation) {
          case Operation.CreateTable create -> CREATE_TABLE;
          case Operation.AlterTable alter -> ALTER_TABLE;
          case Operation.BuildIndex build -> BUILD_INDEX;
          case Operation.RemoveIndex remove -> REMOVE_INDEX;
          case Operation.DeleteTable delete -> DELETE_TABLE;
          case Operation.ChangeTimeToLive change -> CHANGE_TIME_TO_LIVE;
        });
    out.uuid(operation.id());
    out.uuid(operation.tableId());
    switch (operation) {
      case Operation.CreateTable create -> {}
      case Operation.AlterTable alter -> {}
      case Operation.BuildIndex build -> {
        out.uuid(build.indexId());
        out.constant(build.phase());
        writeWalk(out, build.walk());
      }
      case Operation.RemoveIndex remove -> {
        out.uuid(remove.indexId());
        out.constant(remove.phase());
        writeWalk(out, remove.walk());
      }
      case Operation.DeleteTable delete -> {
        out.constant(delete.phase());
        out.list(delete.groups(), out::uuid);
        writeWalk(out, delete.walk());
      }
      case Operation.ChangeTimeToLive change -> {
        out.constant(change.phase());
        writeWalk(out, change.walk());
      }
    }
  }

  static Operation read(FieldReader in) {
    int kind = in.u8();
    UUID id = in.uuid();
    UUID tableId = in.uuid();
    return switch (kind) {
      case CREATE_TABLE -> new Operation.CreateTable(id, tableId);
      case ALTER_TABLE -> new Operation.AlterTable(id, tableId);
      case BUILD_INDEX ->
          new Operation.BuildIndex(
              id, tableId, in.uuid(), in.constant(Operation.BuildIndex.Phase.class), readWalk(in));
      case REMOVE_INDEX ->
          new Operation.RemoveIndex(
              id, tableId, in.uuid(), in.constant(Operation.RemoveIndex.Phase.class), readWalk(in));
      case DELETE_TABLE ->
          new Operation.DeleteTable(
              id,
              tableId,
              in.constant(Operation.DeleteTable.Phase.class),
              in.list(in::uuid),
              readWalk(in));
      case CHANGE_TIME_TO_LIVE ->
          new Operation.ChangeTimeToLive(
              id, tableId, in.constant(Operation.ChangeTimeToLive.Phase.class), readWalk(in));
      default -> throw in.corrupt("unknown operation " + kind);
    };
  }

  private static void writeWalk(FieldWriter out, Walk walk) {
    out.i64(walk.token());
    out.optional(walk.cursor(), out::bytes);
  }

  private static Walk readWalk(FieldReader in) {
    return new Walk(in.i64(), in.optional(in::bytes));
  }
}
