/**
 * The transaction protocol under a simulator: one thread, one seed, messages lost, repeated and
 * late, shards and coordinators stopped at any step, and a bank whose books must balance.
 */
@NullMarked
package io.cairndb.transactions;

import org.jspecify.annotations.NullMarked;
