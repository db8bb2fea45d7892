/** What the process adds to its cores. */
@NullMarked
package io.cairndb.coordinator.app;

import org.jspecify.annotations.NullMarked;
