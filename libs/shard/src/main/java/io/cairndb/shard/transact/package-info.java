/**
 * What is asked of whoever runs transactions on items, and what is answered: {@link
 * io.cairndb.shard.transact.ItemTransactions}.
 *
 * <p>Actions and places name items by table group, table and key; finding their shards is the
 * business of the coordinator, as is the protocol between them. No implementation here.
 */
@NullMarked
package io.cairndb.shard.transact;

import org.jspecify.annotations.NullMarked;
