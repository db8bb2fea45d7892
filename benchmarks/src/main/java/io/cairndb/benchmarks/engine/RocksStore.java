package io.cairndb.benchmarks.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompressionType;
import org.rocksdb.FlushOptions;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.RocksObject;
import org.rocksdb.WriteOptions;

/** RocksDB over JNI, with the options that correspond to Cairn's; the others are its defaults. */
final class RocksStore implements Store {
  private final RocksDB database;
  private final WriteOptions synced = new WriteOptions().setSync(true);
  private final WriteOptions buffered = new WriteOptions();
  private final List<RocksObject> resources;

  private RocksStore(RocksDB database, List<RocksObject> resources) {
    this.database = database;
    this.resources = resources;
  }

  static RocksStore open(Path directory, Sizes sizes) throws IOException {
    RocksDB.loadLibrary();
    Files.createDirectories(directory);
    LRUCache cache = new LRUCache(sizes.cacheBytes());
    BloomFilter filter = new BloomFilter(Sizes.BLOOM_BITS_PER_KEY, false);
    BlockBasedTableConfig table =
        new BlockBasedTableConfig()
            .setBlockSize(Sizes.BLOCK_BYTES)
            .setBlockCache(cache)
            .setFilterPolicy(filter);
    Options options =
        new Options()
            .setCreateIfMissing(true)
            .setWriteBufferSize(sizes.memtableBytes())
            .setMaxWriteBufferNumber(Sizes.MEMTABLES)
            .setCompressionType(CompressionType.LZ4_COMPRESSION)
            .setTargetFileSizeBase(Sizes.TABLE_BYTES)
            .setMaxBytesForLevelBase(Sizes.LEVEL_ONE_BYTES)
            .setLevel0FileNumCompactionTrigger(Sizes.LEVEL_ZERO_TRIGGER)
            .setLevel0SlowdownWritesTrigger(Sizes.LEVEL_ZERO_SLOWDOWN)
            .setLevel0StopWritesTrigger(Sizes.LEVEL_ZERO_STALL)
            .setTableFormatConfig(table);
    try {
      return new RocksStore(
          RocksDB.open(options, directory.toString()), List.of(options, filter, cache));
    } catch (RocksDBException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void put(byte[] key, byte[] value, boolean sync) throws IOException {
    try {
      database.put(sync ? synced : buffered, key, value);
    } catch (RocksDBException e) {
      throw new IOException(e);
    }
  }

  @Override
  public int get(byte[] key) throws IOException {
    try {
      byte[] value = database.get(key);
      return value == null ? -1 : value.length;
    } catch (RocksDBException e) {
      throw new IOException(e);
    }
  }

  @Override
  public Walk walk() {
    return new RocksWalk(database.newIterator());
  }

  private record RocksWalk(RocksIterator iterator) implements Walk {
    @Override
    public boolean seek(byte[] key) {
      iterator.seek(key);
      return iterator.isValid();
    }

    @Override
    public boolean seekToFirst() {
      iterator.seekToFirst();
      return iterator.isValid();
    }

    @Override
    public boolean seekToLast() {
      iterator.seekToLast();
      return iterator.isValid();
    }

    @Override
    public boolean next() {
      iterator.next();
      return iterator.isValid();
    }

    @Override
    public boolean previous() {
      iterator.prev();
      return iterator.isValid();
    }

    @Override
    public int read() {
      return iterator.key().length + iterator.value().length;
    }

    @Override
    public void close() {
      iterator.close();
    }
  }

  @Override
  public void flush() throws IOException {
    try (FlushOptions options = new FlushOptions().setWaitForFlush(true)) {
      database.flush(options);
    } catch (RocksDBException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void compact() throws IOException {
    try {
      database.compactRange();
    } catch (RocksDBException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    database.close();
    synced.close();
    buffered.close();
    resources.forEach(RocksObject::close);
  }
}
