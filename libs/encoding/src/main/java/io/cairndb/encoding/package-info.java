/**
 * How numbers are written where every byte counts: in items, in messages between services and in
 * the files of the storage engine. What is written here lies on disks, so it never changes; formats
 * that are made of it belong to the modules that own them.
 *
 * <p>Pure functions; no state, no I/O, nothing of Cairn's data model.
 */
@NullMarked
package io.cairndb.encoding;

import org.jspecify.annotations.NullMarked;
