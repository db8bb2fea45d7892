/** The partition manager as a process. */
@NullMarked
package io.cairndb.partition.manager.app;

import org.jspecify.annotations.NullMarked;
