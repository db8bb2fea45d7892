package io.cairndb.item;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Longs as eight bytes, most significant first. */
final class BigEndian {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private BigEndian() {}

  static void putLong(byte[] target, int at, long value) {
    LONG.set(target, at, value);
  }

  static long getLong(byte[] source, int at) {
    return (long) LONG.get(source, at);
  }
}
