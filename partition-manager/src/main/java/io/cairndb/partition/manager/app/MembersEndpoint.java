package io.cairndb.partition.manager.app;

import io.cairndb.partition.manager.grpc.PartitionManager;
import io.cairndb.partition.manager.members.ForgetOutcome;
import io.cairndb.partition.manager.members.Member;
import io.cairndb.partition.manager.members.MembersView;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/** {@code /actuator/members}, for those who run the cluster: who is in it, and who shall not be. */
@Endpoint(id = "members")
final class MembersEndpoint {
  private static final int CONFLICT = 409;

  private final PartitionManager manager;

  MembersEndpoint(PartitionManager manager) {
    this.manager = manager;
  }

  /** A member as it is shown; its address is empty once another has taken it over. */
  record Shown(int number, UUID nodeId, String address, int shards, boolean alive) {}

  /** Everybody, by number. */
  @ReadOperation
  public Map<String, List<Shown>> members() {
    MembersView view = manager.membership().view();
    return Map.of(
        "members",
        view.state().members().values().stream().map(member -> shown(view, member)).toList());
  }

  private static Shown shown(MembersView view, Member member) {
    return new Shown(
        member.number(),
        member.nodeId(),
        member.address(),
        member.shards(),
        view.isAlive(member.number()));
  }

  /** Forgets one; 204 also when it has been before, else the reason why not. */
  @DeleteOperation
  public WebEndpointResponse<Map<String, String>> forget(@Selector int number) {
    ForgetOutcome outcome;
    try {
      outcome = manager.forget(number).join();
    } catch (CompletionException | IllegalStateException failed) {
      return refused(
          WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE, "the membership takes no changes");
    }
    return switch (outcome) {
      case ForgetOutcome.Forgotten done ->
          new WebEndpointResponse<>(WebEndpointResponse.STATUS_NO_CONTENT);
      case ForgetOutcome.Unknown(String reason) ->
          refused(WebEndpointResponse.STATUS_NOT_FOUND, reason);
      case ForgetOutcome.Alive(String reason) -> refused(CONFLICT, reason);
      case ForgetOutcome.InUse(String reason) -> refused(CONFLICT, reason);
    };
  }

  private static WebEndpointResponse<Map<String, String>> refused(int status, String reason) {
    return new WebEndpointResponse<>(Map.of("reason", reason), status);
  }
}
