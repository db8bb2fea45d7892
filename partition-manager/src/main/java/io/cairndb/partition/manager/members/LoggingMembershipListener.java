package io.cairndb.partition.manager.members;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;

/**
 * Writes to the log who comes and goes. A refusal is reported when it is the first of a node, or
 * another than the one before: nodes that are refused try again for ever.
 */
public class LoggingMembershipListener implements MembershipListener {
  /** Refusals remembered; beyond, all begin anew. */
  private static final int MAX_REFUSED = 1000;

  private final Logger log;
  private final Map<UUID, RegistrationOutcome.Refused> refused = new HashMap<>();
  private MembersView last = MembersView.EMPTY;

  public LoggingMembershipListener(Logger log) {
    this.log = log;
  }

  @Override
  public void membersChanged(MembersView view) {
    for (Member member : view.state().members().values()) {
      if (!member.equals(last.state().members().get(member.number()))) {
        refused.remove(member.nodeId());
        log.info("Member: {}", member);
      }
    }
    for (Integer number : view.state().forgotten()) {
      if (!last.state().forgotten().contains(number)) {
        Member gone = last.state().members().get(number);
        if (gone != null) {
          log.info("Member is forgotten: {}", gone);
        }
      }
    }
    if (view.state().isFormed() && !last.state().isFormed()) {
      log.info(
          "The cluster has formed: id={} ledgers={}",
          view.state().clusterId().orElseThrow(),
          view.state().ledgers().size());
    }
    Set<Integer> before = last.alive();
    for (Member member : view.state().members().values()) {
      boolean alive = view.isAlive(member.number());
      if (before.contains(member.number()) && !alive && member.hasAddress()) {
        log.warn("Member is silent: number={} address={}", member.number(), member.address());
      } else if (!before.contains(member.number()) && alive) {
        log.info("Member is heard: number={} address={}", member.number(), member.address());
      }
    }
    last = view;
  }

  @Override
  public void refused(Newcomer newcomer, RegistrationOutcome.Refused outcome) {
    if (refused.size() >= MAX_REFUSED) {
      refused.clear();
    }
    if (!outcome.equals(refused.put(newcomer.nodeId(), outcome))) {
      log.warn("Registration refused: outcome={} newcomer={}", outcome, newcomer);
    }
  }

  @Override
  public void storeFailed(Throwable cause) {
    log.error("the membership failed, nobody can register until the next start", cause);
  }
}
