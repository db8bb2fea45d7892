/**
 * The parts of a router put together: which operations there are, and the front door before them.
 * The same in one process and in a service; what differs comes in as {@link
 * io.cairndb.router.assembly.RouterParts}. No logic and no network here.
 */
@NullMarked
package io.cairndb.router.assembly;

import org.jspecify.annotations.NullMarked;
