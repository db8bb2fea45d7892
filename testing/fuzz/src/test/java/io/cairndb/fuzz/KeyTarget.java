package io.cairndb.fuzz;

import io.cairndb.item.AttributeValue;
import io.cairndb.item.Bytes;
import io.cairndb.item.ItemFormatException;
import io.cairndb.item.KeyEncoder;
import io.cairndb.item.Number38;
import io.cairndb.item.schema.ScalarType;
import java.util.Arrays;
import java.util.List;

/** Encoded key attributes: a decoded one encodes to the same bytes. */
final class KeyTarget implements FuzzTarget {
  @Override
  public List<byte[]> seeds() {
    return List.of(
        Seeds.selecting(0, KeyEncoder.encode(new AttributeValue.S("a\u0000b"))),
        Seeds.selecting(1, KeyEncoder.encode(new AttributeValue.N(Number38.parse("-12.5")))),
        Seeds.selecting(1, KeyEncoder.encode(new AttributeValue.N(Number38.parse("1e125")))),
        Seeds.selecting(1, KeyEncoder.encode(new AttributeValue.N(Number38.ZERO))),
        Seeds.selecting(2, KeyEncoder.encode(new AttributeValue.B(Bytes.of(new byte[] {0, -1})))));
  }

  @Override
  public void run(byte[] input) {
    if (input.length == 0) {
      return;
    }
    byte[] key = Arrays.copyOfRange(input, 1, input.length);
    ScalarType[] types = ScalarType.values();
    ScalarType type = types[Math.floorMod(input[0], types.length)];
    try {
      AttributeValue value = KeyEncoder.decode(type, key, 0);
      int end = KeyEncoder.end(type, key, 0);
      Check.that(end <= key.length, "end of the key");
      byte[] again = KeyEncoder.encode(value);
      Check.that(value.equals(KeyEncoder.decode(type, again, 0)), "decoded again");
    } catch (ItemFormatException refused) {
      // As declared.
    }
  }
}
