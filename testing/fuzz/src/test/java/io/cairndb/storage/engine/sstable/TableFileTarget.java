package io.cairndb.storage.engine.sstable;

import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.ReadableFile;
import io.cairndb.fuzz.Check;
import io.cairndb.fuzz.FuzzTarget;
import io.cairndb.fuzz.KnownKey;
import io.cairndb.fuzz.Seeds;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.IndexOptions;
import io.cairndb.storage.engine.Keyring;
import io.cairndb.storage.engine.OperationsOptions;
import io.cairndb.storage.engine.cipher.Ciphers;
import io.cairndb.storage.engine.cipher.FileCipher;
import io.cairndb.storage.engine.range.RangeDeletions;
import io.cairndb.storage.engine.sstable.SstableFormat.Footer;
import io.cairndb.storage.engine.sstable.SstableFormat.Handle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whole table files as tools read them, by their index and without it: blocks of any contents, with
 * right checksums and, of sealed tables, sealed with the right key. What is wrong in them is told
 * as damage. Pieces that were not sealed with the key are never taken for entries.
 *
 * <p>An input is a byte that says how the blocks are stored, the numbers of those that the footer
 * names, of which 255 is none, and the blocks: two bytes of length, type, contents.
 */
public final class TableFileTarget implements FuzzTarget {
  private static final Path FILE = Path.of("/tables/000004.sst");
  private static final long NUMBER = 4;
  private static final int ROLES = 5;
  private static final int SEALED = 1;
  private static final int FORGED = 2;
  private static final int WITHOUT_FOOTER = 4;
  private static final int NONE = 255;
  private static final Keyring KEYRING = new KnownKey();

  @Override
  public List<byte[]> seeds() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    for (boolean sealed : new boolean[] {false, true}) {
      for (boolean partitions : new boolean[] {false, true}) {
        byte[] seed = seed(sealed, partitions);
        seeds.add(seed);
        seeds.add(with(seed, seed[0] | WITHOUT_FOOTER));
        if (sealed) {
          seeds.add(with(seed, seed[0] | FORGED));
        }
      }
    }
    return seeds;
  }

  private static byte[] with(byte[] seed, int selector) {
    return Seeds.selecting(selector, Arrays.copyOfRange(seed, 1, seed.length));
  }

  private static byte[] seed(boolean sealed, boolean partitions) throws IOException {
    MemoryFileSystem files = new MemoryFileSystem();
    files.createDirectories(FILE.resolveSibling(""));
    EngineOptions options =
        EngineOptions.builder()
            .blockBytes(64)
            .index(new IndexOptions(partitions ? 1 : 10_000, 40))
            .operations(OperationsOptions.defaults().withKeyring(sealed ? KEYRING : null))
            .build();
    SstableWriter.Target target = new SstableWriter.Target(NUMBER, 1, FormatVersion.NEWEST);
    try (SstableWriter writer = new SstableWriter(files, FILE, target, options)) {
      for (int i = 0; i < 12; i++) {
        byte[] key = "key%02d".formatted(i).getBytes(StandardCharsets.US_ASCII);
        writer.add(key, key.length, i + 1, i % 5 == 0 ? null : new byte[3 * i]);
      }
      var unused = writer.finish();
    }
    try (ReadableFile file = files.openForRead(FILE)) {
      List<Handle> blocks = BlockFinder.find(file, 0, file.length(), NUMBER);
      return describe(files.contents(FILE), blocks, sealed);
    }
  }

  private static byte[] describe(byte[] file, List<Handle> blocks, boolean sealed)
      throws IOException {
    byte[] tail =
        Arrays.copyOfRange(file, file.length - SstableFormat.FOOTER_BYTES_MAX, file.length);
    Footer footer = Footer.parse(tail, FILE, file.length);
    SstableFormat.Blocks named = footer.blocks();
    ByteArrayOutputStream seed = new ByteArrayOutputStream();
    seed.write(sealed ? SEALED : 0);
    for (Handle handle : List.of(named.filter(), named.index(), named.properties())) {
      seed.write(blocks.indexOf(handle));
    }
    seed.write(named.ranges().isNone() ? NONE : blocks.indexOf(named.ranges()));
    seed.write(footer.partitions());
    FileCipher cipher = sealed ? new Ciphers(KEYRING).forNewFile() : null;
    List<Handle> described = sealed ? blocks.subList(1, blocks.size() - 1) : blocks;
    for (Handle handle : described) {
      int from = (int) handle.offset();
      int body = handle.stored() - SstableFormat.TRAILER_BYTES;
      byte type = file[from + body];
      byte[] plain = Arrays.copyOfRange(file, from, from + body);
      if (cipher != null) {
        ByteBuffer opened = ByteBuffer.allocate(body - FileCipher.TAG_BYTES);
        boolean whole =
            new FileCipher.Worker()
                .open(cipher, from, new byte[] {type}, ByteBuffer.wrap(plain), opened);
        Check.that(whole, "a sealed block");
        plain = opened.array();
      }
      seed.write(plain.length >> 8);
      seed.write(plain.length);
      seed.write(type);
      seed.write(plain);
    }
    return seed.toByteArray();
  }

  @Override
  public void run(byte[] input) throws IOException {
    if (input.length <= 1 + ROLES) {
      return;
    }
    boolean sealed = (input[0] & SEALED) != 0;
    boolean forged = sealed && (input[0] & FORGED) != 0;
    Built built = new Built(sealed, forged);
    ByteBuffer in = ByteBuffer.wrap(input, 1 + ROLES, input.length - 1 - ROLES);
    while (in.remaining() > 3) {
      int length = Math.min(in.getShort() & 0xFFFF, in.remaining() - 1);
      byte type = in.get();
      byte[] body = new byte[length];
      in.get(body);
      built.add(body, type);
    }
    MemoryFileSystem files = new MemoryFileSystem();
    files.overwrite(FILE, built.file((input[0] & WITHOUT_FOOTER) == 0 ? input : null));
    Ciphers ciphers = new Ciphers(KEYRING);
    int entries = scan(files, ciphers) + inspect(files, ciphers);
    Check.that(!forged || entries == 0, "entries of blocks that were not sealed");
  }

  /** A file that grows. */
  private static final class Built {
    private final ByteArrayOutputStream file = new ByteArrayOutputStream();
    private final List<Handle> handles = new ArrayList<>();
    private final @Nullable FileCipher cipher;
    private final boolean forged;
    private Handle key = Handle.NONE;

    Built(boolean sealed, boolean forged) {
      this.cipher = sealed ? new Ciphers(KEYRING).forNewFile() : null;
      this.forged = forged;
      addKey();
      handles.clear();
    }

    private void addKey() {
      FileCipher with = cipher;
      if (with != null) {
        store(with.wrapped().encode(), SstableFormat.RAW);
        key = handles.getLast();
      }
    }

    void add(byte[] body, byte type) {
      FileCipher with = cipher;
      byte[] stored = body;
      if (with != null && !forged) {
        stored = new byte[body.length + FileCipher.TAG_BYTES];
        new FileCipher.Worker()
            .seal(
                with,
                file.size(),
                new byte[] {type},
                ByteBuffer.wrap(body),
                ByteBuffer.wrap(stored));
      }
      store(stored, type);
    }

    private void store(byte[] body, byte type) {
      ByteBuffer stored = ByteBuffer.allocate(body.length + SstableFormat.TRAILER_BYTES);
      stored.put(body).put(type);
      int sum = new BlockChecksum().of(NUMBER, file.size(), stored.duplicate().flip());
      handles.add(new Handle(file.size(), stored.capacity()));
      file.writeBytes(stored.putInt(sum).array());
    }

    /** With a footer, if {@code input} tells what it names. */
    byte[] file(byte @Nullable [] input) {
      if (input != null) {
        Handle ranges = (input[4] & 0xFF) == NONE ? Handle.NONE : named(input[4]);
        SstableFormat.Blocks blocks =
            new SstableFormat.Blocks(
                named(input[1]), named(input[2]), named(input[3]), ranges, key);
        addKey();
        file.writeBytes(
            new Footer(FormatVersion.NEWEST, blocks, input[5] & 0xFF, NUMBER).toBytes());
      }
      return file.toByteArray();
    }

    /** Counted with the key, which comes first. */
    private Handle named(byte number) {
      int at = (number & 0xFF) - (key.isNone() ? 0 : 1);
      return handles.isEmpty() ? Handle.NONE : handles.get(Math.floorMod(at, handles.size()));
    }
  }

  private static int scan(MemoryFileSystem files, Ciphers ciphers) {
    int entries = 0;
    try (BlockScanner table = BlockScanner.scan(files, FILE, NUMBER, ciphers)) {
      var tree = table.tree();
      Check.that(tree.isEmpty() || tree.getAsInt() >= 0, "a negative tree");
      Check.that(table.rangeDeletions() != null, "no ranges");
      for (int i = 0; i < table.count(); i++) {
        entries += table.entries(i).size();
      }
      Check.that(table.dataBytes() <= files.contents(FILE).length, "more data than bytes");
    } catch (IOException refused) {
      return 0;
    }
    return entries;
  }

  private static int inspect(MemoryFileSystem files, Ciphers ciphers) {
    int entries = 0;
    try (TableInspector table = TableInspector.open(files, FILE, ciphers)) {
      for (TableInspector.Place place : table.places()) {
        entries += entries(table, place);
      }
      table.requireKey();
      RangeDeletions unusedRanges = table.rangeDeletions();
      SstableMeta meta = table.describe(NUMBER);
      Check.that(meta.number() == NUMBER, "another number");
      for (int cacheBytes : new int[] {0, 64 << 10}) {
        follow(files, ciphers, meta, new BlockCache(cacheBytes, 4 << 10));
      }
      TableHints unusedHints = table.hints();
      boolean unusedAnswer = table.filter().test(new byte[] {1});
    } catch (IOException refused) {
      return entries;
    }
    return entries;
  }

  /** As the engine opens a table: what an index or partition lists lies one after the other. */
  private static void follow(
      MemoryFileSystem files, Ciphers ciphers, SstableMeta meta, BlockCache cache) {
    try {
      Sstable table = Sstable.open(files, FILE, meta, cache, ciphers);
      try {
        TableIndex index = table.index();
        long end = 0;
        for (long place = TableIndex.FIRST; place <= index.last(); place = index.after(place)) {
          Handle handle = index.handle(place);
          boolean first = TableIndex.ordinal(place) == 0;
          Check.that(first || handle.offset() == end, "a block that does not follow another");
          end = handle.offset() + handle.stored();
        }
        Check.that(end > 0 && end < meta.bytes(), "blocks outside the file");
        Check.that(table.offsetOf(meta.smallest()) >= 0, "a key before the file");
      } finally {
        table.release();
      }
    } catch (IOException refused) {
      // As declared.
    } finally {
      cache.release();
    }
  }

  private static int entries(TableInspector table, TableInspector.Place place) {
    try {
      table.check(place);
      return table.entries(place).size();
    } catch (IOException damaged) {
      return 0;
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new AssertionError("damage told in another way", e);
    }
  }
}
