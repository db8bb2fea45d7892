package io.cairndb.encoding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The bytes that items and files are full of. */
class VarintTest {
  private static String written(long value) {
    byte[] target = new byte[Varint.MAX_LONG_BYTES];
    int end = Varint.put(target, 0, value);
    ByteBuffer buffer = ByteBuffer.allocate(Varint.MAX_LONG_BYTES);
    Varint.put(buffer, value);
    assertArrayEquals(target, buffer.array());
    assertEquals(end, buffer.position());
    assertEquals(end, Varint.length(value));
    assertEquals(value, Varint.get(buffer.flip()));
    return HexFormat.of().formatHex(Arrays.copyOf(target, end));
  }

  @Test
  void numbersAreWrittenSevenBitsAByte() {
    assertEquals("00", written(0));
    assertEquals("7f", written(0x7F));
    assertEquals("8001", written(0x80));
    assertEquals("ff7f", written(0x3FFF));
    assertEquals("808001", written(0x4000));
    assertEquals("ffffffff07", written(Integer.MAX_VALUE));
    assertEquals("ffffffffffffffffff01", written(-1));
  }

  @Test
  void whatIsTornOrTooLongIsRefused() {
    ByteBuffer torn = ByteBuffer.wrap(new byte[] {(byte) 0x80});
    assertThrows(BufferUnderflowException.class, () -> Varint.get(torn));
    byte[] endless = new byte[Varint.MAX_LONG_BYTES + 1];
    Arrays.fill(endless, (byte) 0x80);
    assertThrows(IllegalArgumentException.class, () -> Varint.get(ByteBuffer.wrap(endless)));
    ByteBuffer large = ByteBuffer.allocate(Varint.MAX_LONG_BYTES);
    Varint.put(large, Integer.MAX_VALUE + 1L);
    assertThrows(IllegalArgumentException.class, () -> Varint.getInt(large.flip()));
  }
}
