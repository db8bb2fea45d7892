/** The service as a process: it comes up alone, says why it is not ready, and shows its figures. */
@NullMarked
package io.cairndb.index.app;

import org.jspecify.annotations.NullMarked;
