/**
 * The cluster's metadata as values: tables, their lifecycle and settings, the partition map, the
 * commands that change them and what became of a command.
 *
 * <p>{@link io.cairndb.control.plane.Catalog} is an immutable snapshot that request paths read
 * without locks; it is replaced as a whole by the one owner of the metadata. {@link
 * io.cairndb.control.plane.TableControl} is how the rest of the system sees that owner. The state
 * machine behind it lives in {@code machine}, the stored form of its records in {@code codec}.
 *
 * <p>Nothing here knows the wire: refusals are values that name the reason, and the API edge turns
 * them into error names and messages. Requests are validated for shape before they become commands;
 * what depends on the state of the catalog is decided here.
 */
@NullMarked
package io.cairndb.control.plane;

import org.jspecify.annotations.NullMarked;
