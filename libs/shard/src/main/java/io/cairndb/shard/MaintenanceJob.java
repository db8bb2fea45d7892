package io.cairndb.shard;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A long piece of background work, done in chunks through the loop and remembered in tree {@code
 * meta} until it is finished.
 *
 * @param id UUIDv7, so that jobs are done in the order they were made
 * @param subject table group to purge, or table whose expiries are concerned
 * @param next key where the next chunk starts; null at the beginning
 */
record MaintenanceJob(UUID id, Kind kind, UUID subject, byte @Nullable [] next) {

  enum Kind {
    /** Deletes everything of a table group that is no more. */
    PURGE_GROUP,
    /** Deletes the expiry entries of a table that is no more or has no TTL. */
    PURGE_EXPIRIES,
    /** Writes the expiry entries of a table that has got a TTL attribute. */
    INDEX_EXPIRIES
  }

  MaintenanceJob at(byte[] key) {
    return new MaintenanceJob(id, kind, subject, key);
  }

  byte[] encode() {
    RecordWriter out = new RecordWriter(64).u8(1).u8(kind.ordinal()).uuid(subject);
    out.u8(next == null ? 0 : 1);
    if (next != null) {
      out.bytes(next);
    }
    return out.toArray();
  }

  static MaintenanceJob decode(UUID id, byte[] value) {
    return RecordReader.read(
        "job",
        value,
        in -> {
          Kind kind = in.constant(Kind.values());
          UUID subject = in.uuid();
          byte[] next = in.u8() == 0 ? null : in.bytes();
          return new MaintenanceJob(id, kind, subject, next);
        });
  }
}
