/**
 * Operations on tables as a whole: create, update, delete, describe, tags, time-to-live, resource
 * policies, and the descriptions that clients ask for of features this database does not have.
 *
 * <p>{@link io.cairndb.router.core.tables.TableOperations} lists them. A request goes: wire record
 * → rules on its shape, in DynamoDB's order and words (the {@code …Rules} classes) → command to the
 * control plane → refusal or description. What depends on the state of the catalog is decided in
 * the control plane; its refusals get their error and text in {@code Refusals}.
 *
 * <p>Operations here block for the control plane and run on virtual threads. Everything is
 * stateless and thread-safe.
 */
@NullMarked
package io.cairndb.router.core.tables;

import org.jspecify.annotations.NullMarked;
