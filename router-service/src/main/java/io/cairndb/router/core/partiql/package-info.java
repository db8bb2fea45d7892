/**
 * Planning of PartiQL statements: what a condition says of a key, how a statement goes on after a
 * page, and by what two statements are the same.
 *
 * <p>Pure functions of a bound statement and a key schema, with no access to tables or shards. The
 * operations that run the plans, on the same reads and writes as Query, Scan and the others, are in
 * {@code io.cairndb.router.core.items}.
 */
@NullMarked
package io.cairndb.router.core.partiql;

import org.jspecify.annotations.NullMarked;
