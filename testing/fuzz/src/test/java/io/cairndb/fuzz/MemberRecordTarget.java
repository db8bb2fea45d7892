package io.cairndb.fuzz;

import io.cairndb.message.format.MessageFormatException;
import io.cairndb.partition.manager.members.MemberCodec;
import io.cairndb.partition.manager.members.MemberRecord;
import java.io.IOException;
import java.util.List;

/** Records of the membership: what is read is written again, and read as the same. */
final class MemberRecordTarget implements FuzzTarget {
  @Override
  public List<byte[]> seeds() throws IOException {
    return Seeds.hex("partition-manager/src/test/resources/golden");
  }

  @Override
  public void run(byte[] input) {
    MemberRecord record;
    try {
      record = MemberCodec.decode(input);
    } catch (MessageFormatException refused) {
      return;
    }
    Check.that(record.equals(MemberCodec.decode(MemberCodec.encode(record))), "member record");
  }
}
