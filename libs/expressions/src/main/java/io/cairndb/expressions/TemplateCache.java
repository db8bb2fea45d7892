package io.cairndb.expressions;

import io.cairndb.expressions.syntax.Template;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Parsed texts, so that a hot request is not parsed again. Thread-safe without locks.
 *
 * <p>A fixed table in which each text has a pair of places, chosen by its hash. A new text takes
 * the first; what was there moves to the second, and what was in that is dropped. So the number is
 * bounded, a text that collides with one other stays, and threads that race at worst parse a text
 * twice. A parsed text takes some hundred times its length, so the characters are bounded, too:
 * when there are too many, a hand goes round and empties places.
 */
final class TemplateCache {
  /** Of all texts kept: for texts of usual length no bound at all. */
  static final int CHARACTERS_MAX = 256 * 1024;

  private final AtomicReferenceArray<@Nullable Entry> slots;
  private final AtomicInteger characters = new AtomicInteger();
  private final AtomicInteger hand = new AtomicInteger();
  private final int mask;
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();

  private record Entry(ExpressionKind kind, String text, Template template) {
    boolean is(ExpressionKind otherKind, String otherText) {
      return kind == otherKind && text.equals(otherText);
    }
  }

  /**
   * @param entries rounded up to a power of two
   */
  TemplateCache(int entries) {
    int size = Math.max(2, Integer.highestOneBit(Math.max(1, entries - 1)) << 1);
    slots = new AtomicReferenceArray<>(size);
    mask = size - 1;
  }

  <T extends Template> T get(
      ExpressionKind kind, String text, Class<T> type, Function<String, T> parse) {
    int hash = text.hashCode() * 31 + kind.ordinal();
    int recent = (hash ^ (hash >>> 16)) & mask & ~1;
    Entry entry = slots.getAcquire(recent);
    if (entry != null && entry.is(kind, text)) {
      hits.increment();
      return type.cast(entry.template());
    }
    Entry older = slots.getAcquire(recent + 1);
    if (older != null && older.is(kind, text)) {
      hits.increment();
      return type.cast(older.template());
    }
    misses.increment();
    T template = parse.apply(text);
    if (entry != null) {
      replace(recent + 1, entry);
    }
    replace(recent, new Entry(kind, text, template));
    while (characters.get() > CHARACTERS_MAX) {
      replace(hand.getAndIncrement() & mask, null);
    }
    return template;
  }

  private void replace(int slot, @Nullable Entry entry) {
    Entry dropped = slots.getAndSet(slot, entry);
    characters.addAndGet(lengthOf(entry) - lengthOf(dropped));
  }

  private static int lengthOf(@Nullable Entry entry) {
    return entry == null ? 0 : entry.text().length();
  }

  /** Characters of all texts kept. */
  int characters() {
    return characters.get();
  }

  long hits() {
    return hits.sum();
  }

  long misses() {
    return misses.sum();
  }
}
