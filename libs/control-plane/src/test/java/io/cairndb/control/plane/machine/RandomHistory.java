package io.cairndb.control.plane.machine;

import io.cairndb.control.plane.BillingMode;
import io.cairndb.control.plane.ControlCommand;
import io.cairndb.control.plane.ControlResult;
import io.cairndb.control.plane.TableChanges;
import io.cairndb.env.RandomSource;
import io.cairndb.item.Bytes;
import io.cairndb.item.schema.StreamView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A control plane that gets random commands and performs steps at random moments. */
public final class RandomHistory {
  private final RandomSource random;
  private final Definitions given = new Definitions();
  private ControlState state = ControlState.EMPTY;
  private int accepted;

  public RandomHistory(RandomSource random) {
    this.random = random;
  }

  public ControlState state() {
    return state;
  }

  /** Commands that were accepted. */
  public int accepted() {
    return accepted;
  }

  /** Makes one decision, which may be to do nothing; its records lead to the new state. */
  public List<MetadataRecord> advance() {
    List<MetadataRecord> records;
    if (random.nextInt(2) == 0 && !state.operations().isEmpty()) {
      records = ControlStateMachine.complete(state, someOutcome());
    } else if (random.nextInt(20) == 0) {
      given.advanceMillis(random.nextInt(2) * 90_000_000L);
      records = ControlStateMachine.expireStreams(state, given.context());
    } else {
      Decision decision = ControlStateMachine.decide(state, command(), given.context());
      records = decision.records();
      accepted += decision.result() instanceof ControlResult.Accepted ? 1 : 0;
    }
    state = state.replayAll(records);
    return records;
  }

  private StepOutcome someOutcome() {
    List<UUID> ids = new ArrayList<>(state.operations().keySet());
    UUID id = ids.get(random.nextInt(ids.size()));
    StepAction action = Operations.next(state, id).orElseThrow();
    boolean chunked =
        switch (action) {
          case StepAction.Backfill b -> true;
          case StepAction.AlignExpiry a -> true;
          case StepAction.Purge p -> true;
          case StepAction.Install i -> false;
          case StepAction.Fence f -> false;
          case StepAction.AwaitCaughtUp a -> false;
        };
    Optional<Bytes> next =
        chunked && random.nextInt(3) == 0
            ? Optional.of(Bytes.utf8("key" + random.nextInt(100)))
            : Optional.empty();
    return new StepOutcome(id, action, next);
  }

  private ControlCommand command() {
    String table = "table-" + random.nextInt(4);
    String index = "index-" + random.nextInt(3);
    return switch (random.nextInt(12)) {
      case 0, 1 -> Definitions.create(table, Definitions.index("index-0"));
      case 2 -> new ControlCommand.DeleteTable(table);
      case 3, 4 -> Definitions.addIndex(table, index);
      case 5 -> Definitions.update(table, new TableChanges.DeleteIndex(index));
      case 6 -> new ControlCommand.SetTimeToLive(table, "at", random.nextInt(2) == 0);
      case 7 -> Definitions.stream(table, Optional.of(StreamView.NEW_IMAGE));
      case 8 -> Definitions.stream(table, Optional.empty());
      case 9 -> Definitions.bill(table, BillingMode.PAY_PER_REQUEST, 0);
      case 10 -> new ControlCommand.AddTags(table, Map.of("k" + random.nextInt(3), "ü"));
      default -> new ControlCommand.SetResourcePolicy(table, Optional.of("{}"), Optional.empty());
    };
  }
}
