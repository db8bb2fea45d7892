package io.cairndb.fuzz;

import io.cairndb.router.core.streams.ShardIteratorTarget;
import io.cairndb.shard.ShardRecordTarget;
import io.cairndb.standalone.DatabaseTarget;
import io.cairndb.standalone.RestTarget;
import io.cairndb.storage.engine.cipher.KeystoreTarget;
import io.cairndb.storage.engine.format.FrameTarget;
import io.cairndb.storage.engine.format.SealedFrameTarget;
import io.cairndb.storage.engine.manifest.CurrentFileTarget;
import io.cairndb.storage.engine.manifest.VersionEditTarget;
import io.cairndb.storage.engine.sstable.SstableTarget;
import io.cairndb.storage.engine.sstable.TableFileTarget;
import io.cairndb.storage.engine.sstable.TablePartTarget;
import io.cairndb.storage.engine.tool.RepairTarget;
import io.cairndb.storage.engine.wal.LogBatchTarget;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** All targets by name. */
final class Targets {
  static final Map<String, Supplier<FuzzTarget>> ALL = new LinkedHashMap<>();

  static {
    ALL.put("database", DatabaseTarget::new);
    ALL.put("rest", RestTarget::new);
    ALL.put("requests", RequestTarget::new);
    ALL.put("expressions", ExpressionTarget::new);
    ALL.put("statements", StatementTarget::new);
    ALL.put("json-texts", JsonTextTarget::new);
    ALL.put("items", ItemTarget::new);
    ALL.put("keys", KeyTarget::new);
    ALL.put("numbers", NumberTarget::new);
    ALL.put("shard-iterators", ShardIteratorTarget::new);
    ALL.put("shard-records", ShardRecordTarget::new);
    ALL.put("control-records", ControlRecordTarget::new);
    ALL.put("member-records", MemberRecordTarget::new);
    ALL.put("messages", MessageTarget::new);
    ALL.put("log-batches", LogBatchTarget::new);
    ALL.put("version-edits", VersionEditTarget::new);
    ALL.put("current-files", CurrentFileTarget::new);
    ALL.put("frames", FrameTarget::new);
    ALL.put("sstables", SstableTarget::new);
    ALL.put("table-parts", TablePartTarget::new);
    ALL.put("sealed-frames", SealedFrameTarget::new);
    ALL.put("table-files", TableFileTarget::new);
    ALL.put("repairs", RepairTarget::new);
    ALL.put("keystores", KeystoreTarget::new);
  }

  private Targets() {}

  static FuzzTarget named(String name) {
    return Optional.ofNullable(ALL.get(name))
        .orElseThrow(() -> new IllegalArgumentException("no target " + name))
        .get();
  }
}
