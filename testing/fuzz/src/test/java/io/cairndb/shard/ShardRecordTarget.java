package io.cairndb.shard;

import io.cairndb.fuzz.FuzzTarget;
import io.cairndb.fuzz.Seeds;
import io.cairndb.item.ItemFormatException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Every record that a shard keeps beside items, the change log among them. */
public final class ShardRecordTarget implements FuzzTarget {
  private static final UUID ID = new UUID(1, 2);
  private static final List<Function<byte[], Object>> DECODERS =
      List.of(
          ChangeLog::decode,
          MetaRecords::schema,
          MetaRecords::partition,
          MetaRecords::position,
          MetaRecords::clockMark,
          MetaRecords::prepared,
          MetaRecords::intent,
          MetaRecords::outcome,
          MetaRecords::ledger,
          MetaRecords::token,
          value -> MaintenanceJob.decode(ID, value),
          ChangeLog::partitionOf,
          ChangeLog::isStreamed);

  @Override
  public List<byte[]> seeds() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    for (byte[] record : Seeds.hex("libs/shard/src/test/resources/golden")) {
      for (int i = 0; i < DECODERS.size(); i++) {
        seeds.add(Seeds.selecting(i, record));
      }
    }
    return seeds;
  }

  @Override
  public void run(byte[] input) {
    if (input.length == 0) {
      return;
    }
    byte[] value = Arrays.copyOfRange(input, 1, input.length);
    try {
      Object record = DECODERS.get(Math.floorMod(input[0], DECODERS.size())).apply(value);
      if (record instanceof ChangeRecord change) {
        if (change.oldItem() != null) {
          change.oldItem().attributes();
        }
        if (change.newItem() != null) {
          change.newItem().attributes();
        }
      }
    } catch (ShardFormatException | ItemFormatException refused) {
      // As declared.
    }
  }
}
