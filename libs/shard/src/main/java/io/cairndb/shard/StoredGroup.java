package io.cairndb.shard;

import io.cairndb.item.schema.TableSchema;
import java.util.Optional;
import java.util.UUID;

/**
 * A table group of which a shard holds partitions or keys, and does not mean to purge it.
 *
 * @param group id of the group: of a table's items, or of a global index
 * @param table the schema it belongs to, if the shard still has that
 * @param index name of the global index whose entries the group holds; empty for items of a table,
 *     and where no schema tells
 */
public record StoredGroup(UUID group, Optional<TableSchema> table, Optional<String> index) {}
