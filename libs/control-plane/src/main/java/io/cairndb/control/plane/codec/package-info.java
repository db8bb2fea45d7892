/**
 * The stored form of metadata records, byte by byte in {@code docs/formats/catalog.md}.
 *
 * <p>{@link io.cairndb.control.plane.codec.RecordCodec} is the entry point. Records carry a format
 * version and are otherwise fields in a fixed order; integrity is the business of the store that
 * keeps them, but a reader still refuses what it cannot have written, with {@link
 * io.cairndb.control.plane.codec.CorruptRecordException}, and never guesses. Stateless and
 * thread-safe.
 */
@NullMarked
package io.cairndb.control.plane.codec;

import org.jspecify.annotations.NullMarked;
