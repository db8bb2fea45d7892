package io.cairndb.fuzz;

import io.cairndb.control.plane.codec.ControlCodec;
import io.cairndb.item.Bytes;
import io.cairndb.message.format.MessageFormatException;
import io.cairndb.shard.codec.ShardCodec;
import io.cairndb.shard.codec.TransactionCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** Messages between services: what is read is written again, and read and written as the same. */
final class MessageTarget implements FuzzTarget {
  private static final List<String> FILES =
      List.of(
          "libs/shard/src/test/resources/testdata/shard-messages.txt",
          "libs/shard/src/test/resources/testdata/transaction-messages.txt",
          "libs/control-plane/src/test/resources/testdata/control-messages.txt");

  /** Reads and writes a message of each family, by the names that the files of examples use. */
  private static final Map<String, UnaryOperator<Bytes>> FAMILIES = new LinkedHashMap<>();

  static {
    FAMILIES.put("request", in -> ShardCodec.encode(ShardCodec.decodeRequest(in)));
    FAMILIES.put("response", in -> ShardCodec.encode(ShardCodec.decodeResponse(in)));
    FAMILIES.put("changes", in -> ShardCodec.encodeChanges(ShardCodec.decodeChanges(in)));
    FAMILIES.put("ledger", in -> ShardCodec.encodeLedger(ShardCodec.decodeLedger(in)));
    FAMILIES.put("prepared", in -> ShardCodec.encodePrepared(ShardCodec.decodePrepared(in)));
    FAMILIES.put("partitions", in -> ShardCodec.encodePartitions(ShardCodec.decodePartitions(in)));
    FAMILIES.put("statistics", in -> ShardCodec.encodeStatistics(ShardCodec.decodeStatistics(in)));
    FAMILIES.put("position", in -> ShardCodec.encodePosition(ShardCodec.decodePosition(in)));
    FAMILIES.put(
        "write-request", in -> TransactionCodec.encode(TransactionCodec.decodeWriteRequest(in)));
    FAMILIES.put(
        "read-request", in -> TransactionCodec.encode(TransactionCodec.decodeReadRequest(in)));
    FAMILIES.put(
        "write-outcome", in -> TransactionCodec.encode(TransactionCodec.decodeWriteOutcome(in)));
    FAMILIES.put(
        "read-outcome", in -> TransactionCodec.encode(TransactionCodec.decodeReadOutcome(in)));
    FAMILIES.put("command", in -> ControlCodec.encode(ControlCodec.decodeCommand(in)));
    FAMILIES.put("result", in -> ControlCodec.encode(ControlCodec.decodeResult(in)));
    FAMILIES.put("table-statistics", in -> ControlCodec.encode(ControlCodec.decodeStatistics(in)));
    FAMILIES.put("update", in -> ControlCodec.encode(ControlCodec.decodeUpdate(in)));
  }

  private final List<String> names = List.copyOf(FAMILIES.keySet());

  /** The examples: a line with family and kind, then one in hexadecimal. */
  @Override
  public List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    for (String file : FILES) {
      String before = "";
      for (String line : Seeds.lines(file)) {
        int family = names.indexOf(before.split(" ", 2)[0]);
        if (family >= 0 && line.matches("[0-9a-f]+")) {
          seeds.add(Seeds.selecting(family, HexFormat.of().parseHex(line)));
        }
        before = line;
      }
    }
    return seeds;
  }

  @Override
  public void run(byte[] input) {
    if (input.length == 0) {
      return;
    }
    String family = names.get(Math.floorMod(input[0], names.size()));
    UnaryOperator<Bytes> copier = Objects.requireNonNull(FAMILIES.get(family));
    Bytes copy;
    try {
      copy = copier.apply(Bytes.of(Arrays.copyOfRange(input, 1, input.length)));
    } catch (MessageFormatException refused) {
      return;
    }
    Check.that(copy.equals(copier.apply(copy)), family);
  }
}
