@NullMarked
package io.cairndb.storage.engine.wal;

import org.jspecify.annotations.NullMarked;
