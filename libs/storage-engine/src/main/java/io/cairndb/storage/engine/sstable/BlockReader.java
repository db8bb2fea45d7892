package io.cairndb.storage.engine.sstable;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.cipher.FileCipher;
import io.cairndb.storage.engine.memory.NativeBytes;
import io.cairndb.storage.engine.sstable.SstableFormat.Handle;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import org.jspecify.annotations.Nullable;

/**
 * Checks and unpacks blocks, one after another, in memory outside the heap that is used again: from
 * {@link #room} to {@link #memory}. Confined to one thread at a time. Its memory is the reader's
 * own until {@link #close}: what a caller wants to keep of a block it copies.
 */
final class BlockReader implements AutoCloseable {
  /** Looked up once: the factory's accessor is synchronised, and this is on the read path. */
  private static final LZ4SafeDecompressor DECOMPRESSOR =
      LZ4Factory.fastestInstance().safeDecompressor();

  private static final int BYTES_MIN = 8 << 10;

  /** What one large block has grown is not kept for the next. */
  private static final int KEEP_BYTES = 512 << 10;

  private final BlockChecksum checksum = new BlockChecksum();
  private Buffer stored = new Buffer(BYTES_MIN);
  private Buffer unpacked = new Buffer(BYTES_MIN);
  private @Nullable Opener opener;
  private @Nullable ZstdDecompressCtx zstd;
  private MemorySegment memory = unpacked.memory;
  private int start;
  private int length;

  /** Memory that a reader hands from thread to thread, and frees itself. */
  private static final class Buffer {
    private final Arena arena = Arena.ofShared();
    final MemorySegment memory;
    final ByteBuffer bytes;

    Buffer(int count) {
      memory = arena.allocate(count);
      bytes = memory.asByteBuffer();
    }

    /** This buffer, or a larger one in its place. */
    Buffer withRoom(int wanted) {
      int capacity = bytes.capacity();
      return capacity >= wanted
          ? this
          : replaced(Math.max(wanted, Math.min(2 * capacity, KEEP_BYTES)));
    }

    /** This buffer, or a small one in its place when it is too large to keep. */
    Buffer shrunk() {
      return bytes.capacity() <= KEEP_BYTES ? this : replaced(BYTES_MIN);
    }

    private Buffer replaced(int count) {
      Buffer made = new Buffer(count);
      free();
      return made;
    }

    void free() {
      arena.close();
    }
  }

  /** Where bytes of a file are put whose blocks are to be unpacked. */
  ByteBuffer room(int count) {
    stored = stored.withRoom(count);
    return stored.bytes.clear().limit(count);
  }

  /** Lets go of memory too large to keep. */
  void shrink() {
    stored = stored.shrunk();
    unpacked = unpacked.shrunk();
    Opener with = opener;
    if (with != null) {
      with.opened = with.opened.shrunk();
    }
    memory = unpacked.memory;
    length = 0;
  }

  /** What sealed blocks are opened with; made when the first is met. */
  private static final class Opener {
    final FileCipher.Worker worker = new FileCipher.Worker();
    final byte[] associated = new byte[1];
    Buffer opened = new Buffer(BYTES_MIN);
  }

  /** Unpacks the block stored {@code from} bytes behind the beginning of {@link #room}. */
  void unpack(int from, Handle handle, BlockSource source) throws CorruptionException {
    final byte type = verify(from, handle, source);
    Buffer holder = stored;
    int at = from;
    int body = handle.stored() - SstableFormat.TRAILER_BYTES;
    FileCipher cipher = source.cipher();
    if (cipher != null) {
      holder = open(from, body, type, handle, source, cipher);
      at = 0;
      body -= FileCipher.TAG_BYTES;
    }
    if (type == SstableFormat.RAW) {
      memory = holder.memory;
      start = at;
      length = body;
    } else {
      int packed = body - Integer.BYTES;
      int count = length(holder, at, packed, handle, source);
      unpacked = unpacked.withRoom(count);
      ByteBuffer bytes = holder.bytes.clear().slice(at + Integer.BYTES, packed);
      decompress(type, bytes, count, handle, source);
      memory = unpacked.memory;
      start = 0;
      length = count;
    }
  }

  private Buffer open(
      int from, int body, byte type, Handle handle, BlockSource source, FileCipher cipher)
      throws CorruptionException {
    Opener with = opener;
    if (with == null) {
      with = new Opener();
      opener = with;
    }
    with.opened = with.opened.withRoom(body);
    with.associated[0] = type;
    ByteBuffer sealed = stored.bytes.clear().slice(from, body);
    boolean opened =
        with.worker.open(
            cipher, handle.offset(), with.associated, sealed, with.opened.bytes.clear());
    if (!opened) {
      throw source.corrupt(handle, "the block was not sealed with the table's key");
    }
    return with.opened;
  }

  /** What holds the unpacked block until the next call. */
  MemorySegment memory() {
    return memory;
  }

  /** Where in {@link #memory} the block begins. */
  int start() {
    return start;
  }

  int length() {
    return length;
  }

  private byte verify(int from, Handle handle, BlockSource source) throws CorruptionException {
    int body = handle.stored() - SstableFormat.TRAILER_BYTES;
    int expected = NativeBytes.intAt(stored.memory, from + body + 1);
    ByteBuffer covered = stored.bytes.limit(from + body + 1).position(from);
    if (checksum.of(source.salt(), handle.offset(), covered) != expected) {
      throw source.corrupt(handle, "block checksum mismatch");
    }
    byte type = NativeBytes.byteAt(stored.memory, from + body);
    if (type != SstableFormat.RAW && type != SstableFormat.LZ4 && type != SstableFormat.ZSTD) {
      throw source.corrupt(handle, "unknown block type " + type);
    }
    return type;
  }

  /** The length that a compressed block claims to have, if its bytes can stand for as many. */
  private static int length(Buffer holder, int at, int packed, Handle handle, BlockSource source)
      throws CorruptionException {
    int claimed = packed < 0 ? -1 : NativeBytes.intAt(holder.memory, at);
    if (claimed < 0 || claimed > (long) packed * SstableFormat.EXPANSION_MAX) {
      throw source.corrupt(handle, packed + " compressed bytes claim to be " + claimed);
    }
    return claimed;
  }

  /** Making one costs more than unpacking a block does. */
  private ZstdDecompressCtx zstd() {
    ZstdDecompressCtx made = zstd;
    if (made == null) {
      made = new ZstdDecompressCtx();
      zstd = made;
    }
    return made;
  }

  /** Frees the reader's memory; to be called once, by its last user. */
  @Override
  public void close() {
    stored.free();
    unpacked.free();
    if (opener != null) {
      opener.opened.free();
    }
    if (zstd != null) {
      zstd.close();
    }
  }

  private void decompress(
      byte type, ByteBuffer packed, int count, Handle handle, BlockSource source)
      throws CorruptionException {
    long done;
    try {
      done =
          type == SstableFormat.ZSTD
              ? zstd()
                  .decompressDirectByteBuffer(
                      unpacked.bytes, 0, count, packed, 0, packed.remaining())
              : DECOMPRESSOR.decompress(packed, 0, packed.remaining(), unpacked.bytes, 0, count);
    } catch (LZ4Exception | ZstdException malformed) {
      throw source.corrupt(handle, "malformed compressed block: " + malformed.getMessage());
    }
    if (done != count) {
      throw source.corrupt(handle, "block has " + done + " bytes");
    }
  }
}
