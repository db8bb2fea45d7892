/** Transactions over real shards whose participants and coordinators stop at every step. */
@NullMarked
package io.cairndb.services.transactions;

import org.jspecify.annotations.NullMarked;
