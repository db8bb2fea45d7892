/**
 * Tests of the storage node on a file system in memory and a clock that moves by hand; background
 * work is run by the test itself.
 */
@NullMarked
package io.cairndb.storage.node;

import org.jspecify.annotations.NullMarked;
