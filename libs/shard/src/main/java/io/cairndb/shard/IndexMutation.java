package io.cairndb.shard;

import io.cairndb.item.Item;
import org.jspecify.annotations.Nullable;

/**
 * One change of a global index entry.
 *
 * @param position the change in the source partition that caused it
 * @param key engine key of the entry (see {@code KeyLayout.globalEntry})
 * @param entry projected item; null removes the entry
 */
public record IndexMutation(ChangePosition position, byte[] key, @Nullable Item entry) {}
