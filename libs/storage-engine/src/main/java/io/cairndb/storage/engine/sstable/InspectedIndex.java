package io.cairndb.storage.engine.sstable;

import io.cairndb.encoding.Varint;
import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.sstable.IndexCheck.Extent;
import io.cairndb.storage.engine.sstable.SstableFormat.Footer;
import io.cairndb.storage.engine.sstable.SstableFormat.Handle;
import io.cairndb.storage.engine.sstable.TableInspector.Entry;
import io.cairndb.storage.engine.sstable.TableInspector.Place;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the data blocks of a table lie, as its index tells, and the file where a partition of the
 * index is damaged. Immutable once loaded.
 */
final class InspectedIndex {
  /** What is lost counts as blocks up to this size: whoever checks one reads it. */
  private static final int LOST_BYTES_MAX = 16 << 20;

  private final InspectedFile file;
  private final List<Place> places = new ArrayList<>();
  private final List<Place> partitions = new ArrayList<>();
  private final List<CorruptionException> damage = new ArrayList<>();

  /**
   * Reads the index.
   *
   * @throws CorruptionException when it is damaged as a whole, or its upper level is
   */
  InspectedIndex(InspectedFile file) throws IOException {
    this.file = file;
    Footer footer = file.footer();
    Handle handle = footer.blocks().index();
    if (footer.partitions() == 0) {
      Listed listed = listed(handle, IndexCheck::extent);
      if (!listed.extent.equals(footer.data())) {
        throw file.corrupt(handle, "malformed index: it lists " + listed.extent);
      }
      places.addAll(listed.places);
    } else {
      try (Arena arena = Arena.ofConfined()) {
        readPartitions(upper(handle, arena));
      }
    }
  }

  /** Data blocks in order. */
  List<Place> places() {
    return List.copyOf(places);
  }

  /** Partitions in order, damaged ones included; none when the index is one block. */
  List<Place> partitions() {
    return List.copyOf(partitions);
  }

  /** What is damaged of the partitions. */
  List<CorruptionException> damage() {
    return List.copyOf(damage);
  }

  /** Tells what all that an index points to takes, or throws as {@link IndexCheck} does. */
  @FunctionalInterface
  private interface Check {
    Extent extent(MemorySegment index, long start, int length);
  }

  /** What an index points to. */
  private record Listed(List<Place> places, Extent extent) {}

  private UpperIndex upper(Handle handle, Arena arena) throws IOException {
    MemorySegment copy = outsideHeap(file.read(handle), arena);
    try {
      return new UpperIndex(copy, file.footer());
    } catch (IllegalArgumentException e) {
      throw file.corrupt(handle, "malformed index: " + e.getMessage());
    }
  }

  /** Where reading expects an index. */
  private static MemorySegment outsideHeap(byte[] block, Arena arena) {
    MemorySegment copy = arena.allocate(block.length);
    MemorySegment.copy(block, 0, copy, ValueLayout.JAVA_BYTE, 0, block.length);
    return copy;
  }

  private void readPartitions(UpperIndex upper) throws IOException {
    byte[] lost = null;
    for (int i = 0; i < upper.partitions(); i++) {
      Handle handle = upper.handle(i);
      partitions.add(new Place(handle.offset(), handle.stored(), upper.separator(i)));
      try {
        Listed listed = partition(upper, i);
        if (lost != null) {
          findPlaces(listed.extent.start(), lost);
          lost = null;
        } else if (listed.extent.start() != placesEnd()) {
          throw file.corrupt(handle, "a partition of another index");
        }
        places.addAll(listed.places);
      } catch (CorruptionException e) {
        damage.add(e);
        lost = upper.separator(i);
      }
    }
    if (lost != null) {
      findPlaces(file.footer().data().end(), lost);
    }
  }

  /** What one partition lists, if it is the one that the upper level means. */
  private Listed partition(UpperIndex upper, int partition) throws IOException {
    return listed(
        upper.handle(partition),
        (index, start, length) -> upper.requireListed(partition, index, start, length));
  }

  private Listed listed(Handle handle, Check check) throws IOException {
    byte[] block = file.read(handle);
    List<Place> found = new ArrayList<>();
    try (Arena arena = Arena.ofConfined()) {
      Extent extent = check.extent(outsideHeap(block, arena), 0, block.length);
      BlockEntries.decode(block, (key, sequence, value) -> found.add(place(key, value)));
      return new Listed(found, extent);
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      throw file.corrupt(handle, "malformed index: " + e.getMessage());
    }
  }

  /** Behind the last block known. */
  private long placesEnd() {
    return places.isEmpty()
        ? file.footer().data().start()
        : places.getLast().offset() + places.getLast().storedBytes();
  }

  /**
   * Looks for the blocks from where those known end up to {@code end}. What is none counts as one
   * that is damaged.
   *
   * @param separator of the last of them
   */
  private void findPlaces(long end, byte[] separator) throws IOException {
    long start = placesEnd();
    for (Handle handle : file.find(start, end)) {
      List<Entry> entries = file.entries(handle);
      byte[] last = entries.isEmpty() ? separator : entries.getLast().key();
      places.add(new Place(handle.offset(), handle.stored(), last));
      start = handle.offset() + handle.stored();
    }
    while (start < end) {
      int bytes = (int) Math.min(LOST_BYTES_MAX, end - start);
      places.add(new Place(start, bytes, separator));
      start += bytes;
    }
  }

  private static Place place(byte[] separator, byte @Nullable [] value) {
    ByteBuffer in = ByteBuffer.wrap(value == null ? new byte[0] : value);
    return new Place(Varint.get(in), Varint.getInt(in), separator);
  }
}
