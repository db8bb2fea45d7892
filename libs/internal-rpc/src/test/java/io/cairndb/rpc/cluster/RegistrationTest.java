package io.cairndb.rpc.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.RandomSource;
import io.cairndb.rpc.Payloads;
import io.cairndb.rpc.ThreadDelays;
import io.cairndb.rpc.cluster.Registration.Membership;
import io.cairndb.rpc.proto.HeartbeatResponse;
import io.cairndb.rpc.proto.RegisterRequest;
import io.cairndb.rpc.proto.RegisterResponse;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A registration is made once and kept, whatever the partition manager does. */
final class RegistrationTest {
  private static final UUID CLUSTER = new UUID(6, 6);
  private static final UUID NODE = new UUID(1, 1);

  private final ThreadDelays delays = new ThreadDelays("test-timer");
  private final ScriptedManager manager;
  private volatile HostPort address = new HostPort("node", 7101);

  RegistrationTest() throws Exception {
    manager = new ScriptedManager();
    manager.registering = request -> accepted(3);
  }

  @AfterEach
  void close() {
    manager.close();
    delays.close();
  }

  private static RegisterResponse accepted(int number) {
    return RegisterResponse.newBuilder()
        .setOutcome(io.cairndb.rpc.proto.Registration.REGISTRATION_ACCEPTED)
        .setNumber(number)
        .setClusterId(Payloads.id(CLUSTER))
        .setMessageVersion(1)
        .setHeartbeatMillis(10)
        .build();
  }

  private Registration registration(Optional<Membership> known) {
    return new Registration(
        () -> new Registration.Node(NODE, address, 2, true, 1, 2),
        known,
        manager::channel,
        delays,
        RandomSource.seeded(1));
  }

  private static BlockingQueue<Registration.State> states(Registration registration) {
    BlockingQueue<Registration.State> states = new LinkedBlockingQueue<>();
    registration.onChange(states::add);
    return states;
  }

  @Test
  void saysWhoItIsAndBeats() throws Exception {
    try (Registration registration = registration(Optional.empty())) {
      registration.start();
      assertEquals(new Membership(CLUSTER, 3), registration.accepted().get(20, TimeUnit.SECONDS));
      RegisterRequest request = ScriptedManager.next(manager.registrations);
      assertEquals(NODE, Payloads.uuid(request.getNodeId()));
      assertEquals("node:7101", request.getAddress());
      assertEquals(1, request.getOldestMessageVersion());
      assertEquals(2, request.getMessageVersion());
      assertFalse(request.hasClusterId());
      for (int i = 0; i < 3; i++) {
        assertEquals("node:7101", ScriptedManager.next(manager.heartbeats).getAddress());
      }
    }
  }

  @Test
  void registersAgainWhenToldAndWhenItHasMoved() throws Exception {
    try (Registration registration = registration(Optional.empty())) {
      registration.start();
      ScriptedManager.next(manager.registrations);
      manager.beating = request -> HeartbeatResponse.newBuilder().setRegisterAgain(true).build();
      RegisterRequest again = ScriptedManager.next(manager.registrations);
      assertEquals(CLUSTER, Payloads.uuid(again.getClusterId()));
      assertEquals(3, again.getNumber());
      manager.beating = request -> HeartbeatResponse.getDefaultInstance();
      address = new HostPort("elsewhere", 1);
      RegisterRequest moved = again;
      while (!moved.getAddress().equals("elsewhere:1")) {
        moved = ScriptedManager.next(manager.registrations);
      }
      while (!ScriptedManager.next(manager.heartbeats).getAddress().equals("elsewhere:1")) {
        assertTrue(manager.heartbeats.size() < 1000);
      }
    }
  }

  @Test
  void refusalsAreToldAndTriedAgain() throws Exception {
    manager.registering =
        request ->
            RegisterResponse.newBuilder()
                .setOutcome(io.cairndb.rpc.proto.Registration.REGISTRATION_DUPLICATE)
                .setReason("another")
                .build();
    try (Registration registration = registration(Optional.empty())) {
      BlockingQueue<Registration.State> states = states(registration);
      registration.start();
      assertEquals(
          new Registration.State.Refused("REGISTRATION_DUPLICATE", "another"),
          ScriptedManager.next(states));
      manager.registering = request -> accepted(3);
      assertInstanceOf(Registration.State.Registered.class, ScriptedManager.next(states));
    }
  }

  /** Timestamps of two nodes would collide under one number. */
  @Test
  void anotherNumberThanItsOwnIsNotTaken() throws Exception {
    try (Registration registration = registration(Optional.of(new Membership(CLUSTER, 9)))) {
      BlockingQueue<Registration.State> states = states(registration);
      registration.start();
      assertInstanceOf(Registration.State.Refused.class, ScriptedManager.next(states));
      assertFalse(registration.accepted().isDone());
      manager.registering = request -> accepted(9);
      assertEquals(9, registration.accepted().get(20, TimeUnit.SECONDS).number());
    }
  }

  /** Who falls silent counts as dead. */
  @Test
  void goesOnWhenItCannotTellWhoItIs() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (Registration registration =
        new Registration(
            () -> {
              if (asked.incrementAndGet() % 2 == 1) {
                throw new IllegalStateException("test");
              }
              return new Registration.Node(NODE, address, 2, true, 1, 2);
            },
            Optional.empty(),
            manager::channel,
            delays,
            RandomSource.seeded(1))) {
      registration.start();
      registration.accepted().get(20, TimeUnit.SECONDS);
      for (int i = 0; i < 3; i++) {
        ScriptedManager.next(manager.heartbeats);
      }
    }
  }

  @Test
  void outlivesThePartitionManager() throws Exception {
    manager.stop();
    try (Registration registration = registration(Optional.empty())) {
      BlockingQueue<Registration.State> states = states(registration);
      registration.start();
      assertInstanceOf(Registration.State.Waiting.class, ScriptedManager.next(states));
      manager.start();
      registration.accepted().get(20, TimeUnit.SECONDS);
      manager.stop();
      manager.heartbeats.clear();
      assertInstanceOf(Registration.State.Registered.class, registration.state());
      manager.start();
      ScriptedManager.next(manager.heartbeats);
    }
  }
}
