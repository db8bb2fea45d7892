package io.cairndb.storage.engine.sstable;

import com.github.luben.zstd.ZstdCompressCtx;
import io.cairndb.storage.engine.Compression;
import io.cairndb.storage.engine.cipher.FileCipher;
import java.nio.ByteBuffer;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import org.jspecify.annotations.Nullable;

/**
 * Compresses and seals blocks of one table, one after another: the reverse of {@link BlockReader}.
 * Confined to one thread.
 */
final class BlockPacker implements AutoCloseable {
  private final LZ4Compressor lz4 = LZ4Factory.fastestInstance().fastCompressor();
  private final int zstdLevel;
  private final @Nullable FileCipher cipher;
  private final FileCipher.@Nullable Worker sealer;
  private final byte[] associated = new byte[1];
  private @Nullable ZstdCompressCtx zstd;
  private byte[] packed = new byte[0];
  private byte[] sealed = new byte[0];
  private byte[] body = packed;
  private int length;
  private byte type;

  /** {@code cipher} seals every block; null leaves them in the clear. */
  BlockPacker(int zstdLevel, @Nullable FileCipher cipher) {
    this.zstdLevel = zstdLevel;
    this.cipher = cipher;
    this.sealer = cipher == null ? null : new FileCipher.Worker();
  }

  /** Packs a block that is to lie at {@code offset}; what comes out is told until the next one. */
  void pack(byte[] bytes, int size, Compression kind, long offset) {
    compress(bytes, size, kind);
    FileCipher with = cipher;
    FileCipher.Worker worker = sealer;
    if (with != null && worker != null) {
      int bound = length + FileCipher.TAG_BYTES;
      sealed = room(sealed, bound);
      associated[0] = type;
      worker.seal(
          with,
          offset,
          associated,
          ByteBuffer.wrap(body, 0, length),
          ByteBuffer.wrap(sealed, 0, bound));
      body = sealed;
      length = bound;
    }
  }

  private static byte[] room(byte[] array, int bound) {
    int needed = bound + SstableFormat.TRAILER_BYTES;
    return array.length < needed ? new byte[needed] : array;
  }

  private void compress(byte[] bytes, int size, Compression kind) {
    body = bytes;
    length = size;
    type = SstableFormat.RAW;
    if (kind == Compression.NONE) {
      return;
    }
    int count = kind == Compression.ZSTD ? zstd(bytes, size) : lz4(bytes, size);
    boolean worthwhile = count < size - size / 8;
    if (worthwhile && (long) (count - Integer.BYTES) * SstableFormat.EXPANSION_MAX >= size) {
      body = packed;
      length = count;
      type = kind == Compression.ZSTD ? SstableFormat.ZSTD : SstableFormat.LZ4;
    } else if (worthwhile && kind == Compression.ZSTD) {
      compress(bytes, size, Compression.LZ4);
    }
  }

  private int lz4(byte[] bytes, int size) {
    int bound = lz4.maxCompressedLength(size);
    packed = room(packed, Integer.BYTES + bound);
    Block.putBigEndian(packed, 0, size);
    return Integer.BYTES + lz4.compress(bytes, 0, size, packed, Integer.BYTES, bound);
  }

  private int zstd(byte[] bytes, int size) {
    ZstdCompressCtx context = zstd;
    if (context == null) {
      context = new ZstdCompressCtx().setLevel(zstdLevel).setContentSize(false).setChecksum(false);
      zstd = context;
    }
    int bound = (int) com.github.luben.zstd.Zstd.compressBound(size);
    packed = room(packed, Integer.BYTES + bound);
    Block.putBigEndian(packed, 0, size);
    return Integer.BYTES + context.compressByteArray(packed, Integer.BYTES, bound, bytes, 0, size);
  }

  /** An array that begins with what was packed, and has room for a trailer if it can. */
  byte[] body() {
    return body;
  }

  int length() {
    return length;
  }

  byte type() {
    return type;
  }

  /** The data key as it is to stand in the table; null when blocks are in the clear. */
  byte @Nullable [] wrappedKey() {
    return cipher == null ? null : cipher.wrapped().encode();
  }

  @Override
  public void close() {
    ZstdCompressCtx context = zstd;
    if (context != null) {
      zstd = null;
      context.close();
    }
  }
}
