package io.cairndb.storage.engine.lsm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.RandomSource;
import io.cairndb.storage.engine.Cursor;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.lsm.MetamorphicScript.Change;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which trees of one engine hold the trees of the script: each is split into pieces, told by their
 * first keys. What all pieces show together is compared with the model.
 */
final class MetamorphicTrees {
  private static final byte[] FIRST = new byte[0];

  private final List<NavigableMap<byte[], Tree>> pieces = new ArrayList<>();

  /** Left without keys by a split beside their range. */
  private final List<Tree> empty = new ArrayList<>();

  /** What a view has shown, by tree. */
  record Shown(List<NavigableMap<byte[], byte[]>> trees) {}

  /** A part of a range in one piece. */
  @FunctionalInterface
  interface PartVisitor {
    void visit(Tree tree, byte[] from, byte[] end);
  }

  MetamorphicTrees copy() {
    MetamorphicTrees copy = new MetamorphicTrees();
    pieces.forEach(
        tree -> {
          NavigableMap<byte[], Tree> same = new TreeMap<>(Arrays::compareUnsigned);
          same.putAll(tree);
          copy.pieces.add(same);
        });
    copy.empty.addAll(empty);
    return copy;
  }

  void add(Tree whole) {
    NavigableMap<byte[], Tree> tree = new TreeMap<>(Arrays::compareUnsigned);
    tree.put(FIRST, whole);
    pieces.add(tree);
  }

  int pieces(int tree) {
    return pieces.get(tree).size();
  }

  Tree randomPiece(RandomSource random) {
    return randomPiece(random.nextInt(pieces.size()), random);
  }

  Tree randomPiece(int tree, RandomSource random) {
    List<Tree> all = List.copyOf(pieces.get(tree).values());
    return all.get(random.nextInt(all.size()));
  }

  Tree pieceOf(int tree, byte[] key) {
    return pieces.get(tree).floorEntry(key).getValue();
  }

  private byte @Nullable [] endOf(int tree, byte[] first) {
    return pieces.get(tree).higherKey(first);
  }

  void forPieces(int tree, byte[] from, byte[] end, PartVisitor visitor) {
    byte[] at = from;
    while (at != null && Arrays.compareUnsigned(at, end) < 0) {
      byte[] next = endOf(tree, at);
      boolean goesOn = next != null && Arrays.compareUnsigned(next, end) < 0;
      visitor.visit(pieceOf(tree, at), at, next != null && goesOn ? next : end);
      at = next;
    }
  }

  /** The piece that all changes are in; null when there are several. */
  @Nullable Tree onlyPieceOf(int tree, List<Change> changes) {
    Tree only = pieceOf(tree, changes.getFirst().key());
    List<Tree> others = new ArrayList<>();
    for (Change change : changes) {
      byte[] end = change.end();
      byte[] behind = end == null ? Arrays.copyOf(change.key(), change.key().length + 1) : end;
      forPieces(
          tree,
          change.key(),
          behind,
          (piece, from, to) -> {
            if (!piece.equals(only)) {
              others.add(piece);
            }
          });
    }
    return others.isEmpty() ? only : null;
  }

  /** Notes that {@code upper} took over what {@code piece} held from {@code key} on. */
  void split(int tree, Tree piece, byte[] key, Tree upper) {
    NavigableMap<byte[], Tree> all = pieces.get(tree);
    byte[] first =
        all.entrySet().stream()
            .filter(entry -> entry.getValue().equals(piece))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseThrow();
    byte[] end = endOf(tree, first);
    if (Arrays.compareUnsigned(key, first) <= 0) {
      all.put(first, upper);
      empty.add(piece);
    } else if (end != null && Arrays.compareUnsigned(key, end) >= 0) {
      empty.add(upper);
    } else {
      all.put(key, upper);
    }
  }

  /** The engine has the same trees under the same names. */
  void requireKnown(LsmEngine engine) {
    for (NavigableMap<byte[], Tree> tree : pieces) {
      tree.values().forEach(piece -> assertEquals(piece, engine.tree(piece.name())));
    }
  }

  /**
   * Compares everything that a view shows with what it should. Entries that may have been dropped
   * may be missing, but then for every way to read them.
   */
  Shown check(
      ReadView view,
      List<NavigableMap<byte[], MetamorphicModel.Entry>> expected,
      long latestMillis,
      RandomSource random,
      int keys) {
    List<NavigableMap<byte[], byte[]>> shown = new ArrayList<>();
    for (int tree = 0; tree < pieces.size(); tree++) {
      NavigableMap<byte[], byte[]> found = scan(view, tree);
      requireRight(tree, expected.get(tree), found, latestMillis);
      requireSameBackwards(view, tree, found);
      for (byte[] first : pieces.get(tree).keySet()) {
        byte[] end = endOf(tree, first);
        NavigableMap<byte[], byte[]> part = new TreeMap<>(Arrays::compareUnsigned);
        part.putAll(end == null ? found.tailMap(first) : found.subMap(first, end));
        Tree piece = pieceOf(tree, first);
        EngineModel.assertSameOnWalk(part, view, piece, random, keys);
      }
      shown.add(found);
    }
    for (Tree nothing : empty) {
      try (Cursor cursor = view.cursor(nothing, null, null)) {
        assertFalse(cursor.seekToFirst(), nothing.name());
      }
    }
    return new Shown(shown);
  }

  private NavigableMap<byte[], byte[]> scan(ReadView view, int tree) {
    NavigableMap<byte[], byte[]> found = new TreeMap<>(Arrays::compareUnsigned);
    pieces
        .get(tree)
        .forEach(
            (first, piece) -> {
              byte[] end = endOf(tree, first);
              try (Cursor cursor = view.cursor(piece, null, null)) {
                for (boolean on = cursor.seekToFirst(); on; on = cursor.next()) {
                  byte[] key = cursor.key();
                  boolean inside =
                      Arrays.compareUnsigned(key, first) >= 0
                          && (end == null || Arrays.compareUnsigned(key, end) < 0)
                          && (found.isEmpty() || Arrays.compareUnsigned(found.lastKey(), key) < 0);
                  assertTrue(inside, () -> piece.name() + " shows " + hex(key));
                  found.put(key, cursor.value());
                }
              }
            });
    return found;
  }

  private static String hex(byte[] key) {
    return HexFormat.of().formatHex(key);
  }

  private static void requireRight(
      int tree,
      NavigableMap<byte[], MetamorphicModel.Entry> expected,
      NavigableMap<byte[], byte[]> found,
      long latestMillis) {
    expected.forEach(
        (key, entry) -> {
          byte[] value = found.get(key);
          if (value != null || !MetamorphicModel.mayBeGone(tree, entry, latestMillis)) {
            assertNotNull(value, () -> "tree " + tree + " lacks " + hex(key));
            assertArrayEquals(entry.value(), value, () -> "tree " + tree + " at " + hex(key));
          }
        });
    for (byte[] key : found.keySet()) {
      assertTrue(expected.containsKey(key), () -> "tree " + tree + " shows " + hex(key));
    }
  }

  private void requireSameBackwards(ReadView view, int tree, NavigableMap<byte[], byte[]> found) {
    NavigableMap<byte[], byte[]> left = new TreeMap<>(Arrays::compareUnsigned);
    left.putAll(found);
    for (Tree piece : pieces.get(tree).descendingMap().values()) {
      try (Cursor cursor = view.cursor(piece, null, null)) {
        for (boolean on = cursor.seekToLast(); on; on = cursor.previous()) {
          Map.Entry<byte[], byte[]> due = left.pollLastEntry();
          assertNotNull(due, () -> "backwards " + piece.name() + " shows more");
          assertArrayEquals(due.getKey(), cursor.key(), "backwards");
          assertArrayEquals(due.getValue(), cursor.value(), "backwards");
        }
      }
    }
    assertTrue(left.isEmpty(), () -> "backwards tree " + tree + " shows less");
  }

  /** The view shows what it showed before. */
  void checkSame(ReadView view, Shown before) {
    for (int tree = 0; tree < pieces.size(); tree++) {
      NavigableMap<byte[], byte[]> found = scan(view, tree);
      NavigableMap<byte[], byte[]> due = before.trees().get(tree);
      assertEquals(due.size(), found.size(), "a held view changes");
      due.forEach((key, value) -> assertArrayEquals(value, found.get(key), "a held view changes"));
    }
  }
}
