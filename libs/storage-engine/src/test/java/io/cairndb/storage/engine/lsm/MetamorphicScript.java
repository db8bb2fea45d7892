package io.cairndb.storage.engine.lsm;

import io.cairndb.env.RandomSource;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is done to every engine of a metamorphic run: a pure function of its seed. Engines differ in
 * what they do in between.
 *
 * @param steps in their order
 * @param keys how many there are to choose from
 */
record MetamorphicScript(List<Step> steps, int keys) {
  /** A leveled tree, one with a filter, one of windows, one of windows that expire. */
  static final int TREES = 4;

  /** Its values begin with the time at which they expire; 0 for never. */
  static final int EXPIRING = 1;

  static final int WINDOWS = 2;

  /** What is written there expires {@link #LOG_EXPIRY_MILLIS} later. */
  static final int LOG = 3;

  static final long LOG_EXPIRY_MILLIS = 400;
  static final long WINDOW_MILLIS = 100;

  /** The wall clock may be set back by so much. */
  static final long SET_BACK_MILLIS_MAX = 5;

  private static final int OPERATIONS = 110;

  /** One operation and the number it keeps when others are left out. */
  record Step(int number, Operation operation) {}

  /** What is done to an engine. */
  sealed interface Operation {}

  /** A put, a delete without value, or the deletion of a range, which has an end. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Change(int tree, byte[] key, byte @Nullable [] value, byte @Nullable [] end) {}

  /** A batch; {@code stampedBy} is how far its timestamp is above the one before, 0 for none. */
  record Write(List<Change> changes, int stampedBy, boolean synced) implements Operation {}

  /** Changes of one tree that take effect together, ranges before keys; each key once. */
  record Ingest(int tree, List<Change> changes) implements Operation {}

  /** The newest state is pinned under a number. */
  record TakePin(int number) implements Operation {}

  /** The pin is given up. */
  record ClosePin(int number) implements Operation {}

  /** The wall clock moves; backwards if negative. */
  record Tick(long millis) implements Operation {}

  /** From here on, every engine has the format that knows versions. */
  record RaiseFormat() implements Operation {}

  /** Everything is read and compared. */
  record Look() implements Operation {}

  /** The script without some of its steps, but for what later ones depend on. */
  MetamorphicScript without(int from, int to) {
    List<Step> left = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      if (i < from || i >= to || steps.get(i).operation() instanceof RaiseFormat) {
        left.add(steps.get(i));
      }
    }
    return new MetamorphicScript(left, keys);
  }

  static MetamorphicScript of(long seed) {
    return new Generator(RandomSource.seeded(seed)).generate();
  }

  private static final class Generator {
    private final RandomSource random;
    private final int keys;
    private final int valueBytesMax;
    private final List<Operation> operations = new ArrayList<>();
    private boolean versions;
    private int pins;
    private long now = MetamorphicModel.START_MILLIS;

    Generator(RandomSource random) {
      this.random = random;
      this.keys = 3 + random.nextInt(random.nextInt(3) == 0 ? 20 : 300);
      this.valueBytesMax = 20 << random.nextInt(8);
    }

    MetamorphicScript generate() {
      int raised = random.nextInt(3) == 0 ? random.nextInt(OPERATIONS / 2) : 0;
      for (int i = 0; i < OPERATIONS; i++) {
        if (i == raised) {
          versions = true;
          operations.add(new RaiseFormat());
        }
        operations.add(next());
      }
      operations.add(new Look());
      List<Step> steps = new ArrayList<>();
      operations.forEach(operation -> steps.add(new Step(steps.size(), operation)));
      return new MetamorphicScript(steps, keys);
    }

    private Operation next() {
      int choice = random.nextInt(100);
      if (choice < 56) {
        return write();
      }
      if (choice < 63) {
        return versions ? ingest() : write();
      }
      if (choice < 68) {
        return versions ? new TakePin(pins++) : new Look();
      }
      if (choice < 71 && pins > 0) {
        return new ClosePin(random.nextInt(pins));
      }
      if (choice < 84) {
        boolean back = random.nextInt(8) == 0;
        long millis =
            back
                ? -1 - random.nextInt((int) SET_BACK_MILLIS_MAX)
                : random.nextInt(random.nextInt(4) == 0 ? 200 : 12);
        now += millis;
        return new Tick(millis);
      }
      return new Look();
    }

    private Operation write() {
      int count = 1 + random.nextInt(random.nextInt(20) == 0 ? 80 : 6);
      List<Change> changes = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int tree = random.nextInt(TREES);
        if (versions && random.nextInt(16) == 0) {
          changes.add(range(tree));
        } else {
          changes.add(new Change(tree, key(), random.nextInt(4) == 0 ? null : value(tree), null));
        }
      }
      return new Write(changes, random.nextInt(3), random.nextInt(3) != 0);
    }

    private Operation ingest() {
      int tree = random.nextInt(TREES);
      List<Change> changes = new ArrayList<>();
      for (int i = random.nextInt(5) - 2; i > 0; i--) {
        changes.add(range(tree));
      }
      List<byte[]> named = new ArrayList<>();
      for (int i = 1 + random.nextInt(random.nextInt(3) == 0 ? 30 : 4); i > 0; i--) {
        byte[] key = key();
        if (named.stream().noneMatch(other -> Arrays.equals(other, key))) {
          named.add(key);
        }
      }
      named.sort(Arrays::compareUnsigned);
      for (byte[] key : named) {
        changes.add(new Change(tree, key, random.nextInt(5) == 0 ? null : value(tree), null));
      }
      return new Ingest(tree, changes);
    }

    private Change range(int tree) {
      byte[] a = key();
      byte[] b = key();
      int order = Arrays.compareUnsigned(a, b);
      byte[] end = order == 0 ? Arrays.copyOf(a, a.length + 1) : order < 0 ? b : a;
      return new Change(tree, order <= 0 ? a : b, null, end);
    }

    private byte[] key() {
      return EngineModel.key(random, keys);
    }

    private byte[] value(int tree) {
      int length = random.nextInt(random.nextInt(8) == 0 ? valueBytesMax : 40);
      ByteBuffer value = ByteBuffer.allocate((tree == EXPIRING ? Long.BYTES : 0) + length);
      if (tree == EXPIRING) {
        value.putLong(random.nextInt(3) == 0 ? 0 : now + random.nextInt(300));
      }
      long filler = random.nextLong();
      while (value.hasRemaining()) {
        int at = value.position();
        value.put((byte) (at % 3 == 0 ? filler >>> (at % 61) : at));
      }
      return value.array();
    }
  }
}
