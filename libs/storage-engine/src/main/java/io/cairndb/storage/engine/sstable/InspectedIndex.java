package io.cairndb.storage.engine.sstable;

import io.cairndb.encoding.Varint;
import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.sstable.SstableFormat.Footer;
import io.cairndb.storage.engine.sstable.SstableFormat.Handle;
import io.cairndb.storage.engine.sstable.TableInspector.Entry;
import io.cairndb.storage.engine.sstable.TableInspector.Place;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the data blocks of a table lie, as its index tells, and the file where a partition of the
 * index is damaged. Immutable once loaded.
 */
final class InspectedIndex {
  private final InspectedFile file;
  private final long dataEnd;
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
    this.dataEnd = footer.blocks().filter().offset();
    Handle handle = footer.blocks().index();
    if (footer.partitions() == 0) {
      places.addAll(listed(handle));
    } else {
      readPartitions(handle, footer.partitions());
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

  private void readPartitions(Handle upper, int count) throws IOException {
    List<Integer> blocks = new ArrayList<>();
    decode(
        upper,
        (key, sequence, value) -> {
          partitions.add(place(key, value, upper.offset()));
          blocks.add(blocks(value));
        });
    if (partitions.size() != count) {
      throw file.corrupt(upper, "malformed index: partitions missing");
    }
    byte[] lost = null;
    for (int i = 0; i < partitions.size(); i++) {
      try {
        List<Place> listed = partition(partitions.get(i), blocks.get(i));
        if (lost != null) {
          findPlaces(listed.getFirst().offset(), lost);
          lost = null;
        }
        places.addAll(listed);
      } catch (CorruptionException e) {
        damage.add(e);
        lost = partitions.get(i).separator();
      }
    }
    if (lost != null) {
      findPlaces(dataEnd, lost);
    }
  }

  private void decode(Handle handle, BlockEntries.Sink sink) throws IOException {
    try {
      BlockEntries.decode(file.read(handle), sink);
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      throw file.corrupt(handle, "malformed index: " + e.getMessage());
    }
  }

  private List<Place> listed(Handle handle) throws IOException {
    List<Place> found = new ArrayList<>();
    decode(handle, (key, sequence, value) -> found.add(place(key, value, dataEnd)));
    return found;
  }

  /** What one partition lists, if it is the one that the upper level means. */
  private List<Place> partition(Place place, int blocks) throws IOException {
    List<Place> found = listed(place.handle());
    if (found.isEmpty()
        || found.size() != blocks
        || !Arrays.equals(found.getLast().separator(), place.separator())) {
      throw file.corrupt(place.handle(), "a partition of another index");
    }
    return found;
  }

  /**
   * Looks for the blocks from where those known end up to {@code end}. What is none counts as one
   * that is damaged.
   *
   * @param separator of the last of them
   */
  private void findPlaces(long end, byte[] separator) throws IOException {
    long start = file.dataStart();
    if (!places.isEmpty()) {
      start = places.getLast().offset() + places.getLast().storedBytes();
    }
    byte[] contents = file.readRaw(start, end);
    for (Handle handle : BlockFinder.find(contents, start, file.footer().salt())) {
      List<Entry> entries = file.entries(handle);
      byte[] last = entries.isEmpty() ? separator : entries.getLast().key();
      places.add(new Place(handle.offset(), handle.stored(), last));
      start = handle.offset() + handle.stored();
    }
    if (start < end) {
      places.add(new Place(start, (int) (end - start), separator));
    }
  }

  private static Place place(byte[] separator, byte @Nullable [] value, long limit) {
    ByteBuffer in = ByteBuffer.wrap(value == null ? new byte[0] : value);
    Place place = new Place(Varint.get(in), Varint.getInt(in), separator);
    if (place.offset() < 0
        || place.storedBytes() < SstableFormat.TRAILER_BYTES
        || place.offset() > limit - place.storedBytes()) {
      throw new IllegalArgumentException("a block at byte " + place.offset());
    }
    return place;
  }

  /** How many blocks a partition lists, as the upper level tells. */
  private static int blocks(byte @Nullable [] value) {
    ByteBuffer in = ByteBuffer.wrap(value == null ? new byte[0] : value);
    Varint.get(in);
    Varint.get(in);
    return Varint.getInt(in);
  }
}
