package io.cairndb.fuzz;

import io.cairndb.control.plane.codec.CorruptRecordException;
import io.cairndb.control.plane.codec.RecordCodec;
import io.cairndb.control.plane.machine.MetadataRecord;
import java.io.IOException;
import java.util.List;

/** Records of the control plane: what is read is written again, and read as the same. */
final class ControlRecordTarget implements FuzzTarget {
  @Override
  public List<byte[]> seeds() throws IOException {
    return Seeds.hex("libs/control-plane/src/test/resources/golden");
  }

  @Override
  public void run(byte[] input) {
    MetadataRecord record;
    try {
      record = RecordCodec.decode(input);
    } catch (CorruptRecordException refused) {
      return;
    }
    Check.that(record.equals(RecordCodec.decode(RecordCodec.encode(record))), "record");
  }
}
