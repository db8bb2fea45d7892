package io.cairndb.control.plane.codec;

import io.cairndb.control.plane.ControlCommand;
import io.cairndb.control.plane.ControlResult;
import io.cairndb.control.plane.TableStatistics;
import io.cairndb.control.plane.watch.CatalogUpdate;
import io.cairndb.item.schema.KeyAttribute;
import io.cairndb.item.schema.KeySchema;
import io.cairndb.item.schema.ScalarType;
import io.cairndb.message.format.CodecContract;
import io.cairndb.message.format.RandomMessages;
import io.cairndb.placement.Epoch;
import io.cairndb.placement.TokenRange;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** Every message to and from the control plane. */
final class ControlCodecTest extends CodecContract {
  @Override
  protected List<Family> families() {
    return List.of(
        Family.of(
            "command",
            ControlCommand.class,
            true,
            (ControlCommand command) -> ControlCodec.encode(command),
            ControlCodec::decodeCommand),
        Family.of(
            "result",
            ControlResult.class,
            true,
            (ControlResult result) -> ControlCodec.encode(result),
            ControlCodec::decodeResult),
        Family.of(
            "table-statistics",
            TableStatistics.class,
            false,
            (TableStatistics statistics) -> ControlCodec.encode(statistics),
            ControlCodec::decodeStatistics),
        Family.of(
            "update",
            CatalogUpdate.class,
            true,
            (CatalogUpdate update) -> ControlCodec.encode(update),
            ControlCodec::decodeUpdate));
  }

  @Override
  protected RandomMessages messages(SplittableRandom random) {
    return new RandomMessages(random)
        .with(Epoch.class, r -> new Epoch(r.nextLong(1, Long.MAX_VALUE)))
        .with(TokenRange.class, r -> new TokenRange(r.nextLong(100), 100 + r.nextLong(100)))
        .with(
            KeySchema.class,
            r ->
                new KeySchema(
                    List.of(new KeyAttribute("h" + r.nextInt(9), ScalarType.S)),
                    r.nextBoolean()
                        ? List.of(new KeyAttribute("r" + r.nextInt(9), ScalarType.B))
                        : List.of()));
  }

  @Override
  protected Path goldenFile() {
    return Path.of("src/test/resources/testdata/control-messages.txt");
  }
}
