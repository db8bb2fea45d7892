/** The storage node as a process, against a partition manager that only gives numbers. */
@NullMarked
package io.cairndb.storage.node.app;

import org.jspecify.annotations.NullMarked;
