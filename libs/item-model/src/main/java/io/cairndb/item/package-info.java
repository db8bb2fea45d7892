/**
 * Items as DynamoDB defines them: ten attribute types, 38-digit numbers, item size, and the binary
 * forms Cairn stores: {@link io.cairndb.item.Item} (opaque between the router and the engine) and
 * {@link io.cairndb.item.KeyEncoder} (order-preserving, prefix-free).
 *
 * <p>Everything here is an immutable value or a pure function. No JSON, no expressions, no storage.
 */
@NullMarked
package io.cairndb.item;

import org.jspecify.annotations.NullMarked;
