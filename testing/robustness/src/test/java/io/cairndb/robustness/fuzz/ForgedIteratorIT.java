package io.cairndb.robustness.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.reference.process.CairnTarget;
import io.cairndb.reference.wire.Endpoint;
import io.cairndb.reference.wire.Json;
import io.cairndb.reference.wire.Reply;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/**
 * Shard iterators that were damaged, or made by somebody who knows how they are made: {@code
 * arn|1|base64} of partition(16), position(8 + 2), origin(1), time(8) and a checksum(4) of ARN and
 * all that. They show records of the stream they name, or are refused; nothing else.
 */
final class ForgedIteratorIT {
  private static final int SIGNED = 35;
  private static final int POSITION = 16;
  private static final int ISSUED = 27;
  private static final Set<String> REFUSALS =
      Set.of(
          "ValidationException",
          "ExpiredIteratorException",
          "TrimmedDataAccessException",
          "ResourceNotFoundException");

  private final Map<String, Integer> answers = new TreeMap<>();

  /** An iterator taken apart. */
  private record Parts(String arn, byte[] signed) {
    static Parts of(String iterator) {
      int separator = iterator.lastIndexOf("|1|");
      byte[] payload = Base64.getDecoder().decode(iterator.substring(separator + 3));
      assertEquals(SIGNED + Integer.BYTES, payload.length, "the format of an iterator");
      return new Parts(iterator.substring(0, separator), Arrays.copyOf(payload, SIGNED));
    }

    /** With the checksum that belongs to it. */
    String whole() {
      CRC32C crc = new CRC32C();
      crc.update(arn.getBytes(StandardCharsets.UTF_8));
      crc.update(signed);
      ByteBuffer payload = ByteBuffer.allocate(SIGNED + Integer.BYTES).put(signed);
      payload.putInt((int) crc.getValue());
      return arn + "|1|" + Base64.getEncoder().encodeToString(payload.array());
    }

    Parts with(int at, byte value) {
      byte[] changed = signed.clone();
      changed[at] = value;
      return new Parts(arn, changed);
    }

    Parts withLong(int at, long value) {
      byte[] changed = signed.clone();
      ByteBuffer.wrap(changed).putLong(at, value);
      return new Parts(arn, changed);
    }
  }

  @Test
  void forgedIteratorsAreRefusedOrHarmless() throws IOException {
    try (CairnTarget cairn = CairnTarget.open();
        Endpoint endpoint = new Endpoint(cairn.address())) {
      String iterator = iterator(endpoint, "forged-one");
      String other = iterator(endpoint, "forged-two");
      Parts parts = Parts.of(iterator);
      assertEquals(iterator, parts.whole());
      assertEquals("200", read(endpoint, iterator));
      for (int length = 0; length < iterator.length(); length++) {
        assertEquals("ValidationException", read(endpoint, iterator.substring(0, length)));
      }
      for (int i = 0; i < iterator.length(); i += 2) {
        char changed = iterator.charAt(i) == 'A' ? 'B' : 'A';
        String edited = iterator.substring(0, i) + changed + iterator.substring(i + 1);
        assertEquals("ValidationException", read(endpoint, edited));
      }
      for (int i = 0; i < SIGNED; i++) {
        for (int value : new int[] {0, 1, 0x7F, 0x80, 0xFF}) {
          read(endpoint, parts.with(i, (byte) value).whole());
        }
      }
      for (long extreme : new long[] {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
        read(endpoint, parts.withLong(POSITION, extreme).whole());
        read(endpoint, parts.withLong(POSITION, extreme).with(24, (byte) -1).whole());
        read(endpoint, parts.withLong(POSITION, extreme).withLong(18, -1).whole());
      }
      for (long ancient : new long[] {0, 1, -1, Long.MIN_VALUE}) {
        String answer = read(endpoint, parts.withLong(ISSUED, ancient).whole());
        assertTrue(!answer.equals("200"), "an iterator issued at " + ancient);
      }
      foreign(endpoint, parts, Parts.of(other));
      System.out.println("forged iterators: answers " + answers);
    }
  }

  /** Of one table in the name of another, or of none. */
  private void foreign(Endpoint endpoint, Parts one, Parts two) throws IOException {
    assertEquals("ValidationException", read(endpoint, new Parts(one.arn(), two.signed()).whole()));
    assertEquals("ValidationException", read(endpoint, new Parts(two.arn(), one.signed()).whole()));
    for (String arn :
        List.of(
            "",
            "arn",
            one.arn() + "0",
            one.arn().replace("forged-one", "forged-none"),
            one.arn().replaceFirst("/stream/.*", ""),
            "|1|",
            one.arn() + "|1|")) {
      String answer = read(endpoint, new Parts(arn, one.signed()).whole());
      assertTrue(!answer.equals("200"), "an iterator of the stream " + arn);
    }
  }

  /** The kind of answer: 200, or the error's short name. */
  private String read(Endpoint endpoint, String iterator) throws IOException {
    Reply reply = endpoint.call("Streams:GetRecords", Json.object("ShardIterator", iterator));
    String type = Json.text(reply.body(), "__type").orElse("");
    String answer = reply.status() == 200 ? "200" : type.substring(type.indexOf('#') + 1);
    assertTrue(answer.equals("200") || REFUSALS.contains(answer), iterator + ": " + reply);
    answers.merge(answer, 1, Integer::sum);
    return answer;
  }

  private static String iterator(Endpoint endpoint, String table) throws IOException {
    call(
        endpoint,
        "CreateTable",
        "{'TableName':'"
            + table
            + "','AttributeDefinitions':[{'AttributeName':'p','AttributeType':'S'}],"
            + "'KeySchema':[{'AttributeName':'p','KeyType':'HASH'}],"
            + "'BillingMode':'PAY_PER_REQUEST','StreamSpecification':"
            + "{'StreamEnabled':true,'StreamViewType':'NEW_IMAGE'}}");
    call(endpoint, "PutItem", "{'TableName':'" + table + "','Item':{'p':{'S':'a'}}}");
    Map<String, Object> described =
        call(endpoint, "DescribeTable", "{'TableName':'" + table + "'}");
    String stream =
        Json.text(Json.asObject(described.getOrDefault("Table", "")), "LatestStreamArn")
            .orElseThrow();
    Map<String, Object> description =
        Json.asObject(
            call(endpoint, "Streams:DescribeStream", "{'StreamArn':'" + stream + "'}")
                .getOrDefault("StreamDescription", ""));
    Object shard = Json.asList(description.getOrDefault("Shards", "")).getFirst();
    String of = "{'StreamArn':'" + stream + "','ShardIteratorType':'TRIM_HORIZON','ShardId':'";
    String shardId = Json.text(Json.asObject(shard), "ShardId").orElseThrow();
    return Json.text(
            call(endpoint, "Streams:GetShardIterator", of + shardId + "'}"), "ShardIterator")
        .orElseThrow();
  }

  private static Map<String, Object> call(Endpoint endpoint, String operation, String json)
      throws IOException {
    Reply reply = endpoint.call(operation, SweepTables.json(json));
    assertEquals(200, reply.status(), operation + ": " + reply);
    return reply.body();
  }
}
