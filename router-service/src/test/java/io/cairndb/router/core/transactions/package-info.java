/**
 * Transactions on items as the operations use them. The protocol itself is tested where it lives,
 * against shards that lose messages and stop.
 */
@NullMarked
package io.cairndb.router.core.transactions;

import org.jspecify.annotations.NullMarked;
