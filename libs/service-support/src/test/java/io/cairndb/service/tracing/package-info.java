/** Real servers on loopback, spans kept in memory. */
@NullMarked
package io.cairndb.service.tracing;

import org.jspecify.annotations.NullMarked;
