package io.cairndb.robustness.crash;

import io.cairndb.reference.process.RunningServer;
import io.cairndb.reference.wire.Endpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Cycles of load, SIGKILL, restart and audit on one data directory. A cycle in which the kill hit
 * no request in flight is counted apart, so that a campaign that injected nothing cannot pass.
 */
public final class CrashCampaign {
  private final Supplier<RunningServer> starter;
  private final Random random;
  private final List<Client> clients = new ArrayList<>();
  private final RegisterClients registers = new RegisterClients();
  private final IndexAudit indexes = new IndexAudit();
  private final List<BankClient> banks = new ArrayList<>();

  /** A campaign against servers that the starter starts, always on the same data. */
  public CrashCampaign(Supplier<RunningServer> starter, long seed) {
    this.starter = starter;
    this.random = new Random(seed);
    for (int i = 0; i < 3; i++) {
      clients.add(new VersionedClient("c" + i, random.nextLong()));
      clients.add(registers.client(random.nextLong()));
      BankClient bank = new BankClient("b" + i, random.nextLong());
      banks.add(bank);
      clients.add(bank);
    }
  }

  /** What a campaign saw. */
  public record Report(
      int cycles, long acknowledged, long uncertain, long streamRecords, List<String> faults) {}

  /** Runs up to that many cycles within the time; the first cycle with a fault is the last. */
  public Report run(int cycles, Duration limit) throws IOException {
    long deadline = System.nanoTime() + limit.toNanos();
    List<String> faults = new ArrayList<>();
    RunningServer server = starter.get();
    int done = 0;
    try {
      try (Endpoint endpoint = new Endpoint(server.address())) {
        Tables.create(endpoint);
        for (BankClient bank : banks) {
          bank.open(endpoint);
        }
      }
      while (done < cycles && System.nanoTime() < deadline && faults.isEmpty()) {
        loadAndKill(server);
        server = starter.get();
        faults.addAll(audit(server, done));
        done++;
      }
    } finally {
      server.close();
    }
    return new Report(done, acknowledged(), uncertain(), indexes.records(), faults);
  }

  private void loadAndKill(RunningServer server) {
    Duration load = Duration.ofMillis(300 + random.nextInt(1_200));
    AtomicBoolean killed = new AtomicBoolean();
    AtomicBoolean over = new AtomicBoolean();
    try (Endpoint endpoint = new Endpoint(server.address());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (Client client : clients) {
        running.add(threads.submit(() -> drive(client, endpoint, killed, over)));
      }
      LockSupport.parkNanos(load.toNanos());
      killed.set(true);
      server.kill();
      over.set(true);
      for (Future<?> one : running) {
        one.get();
      }
    } catch (ExecutionException failed) {
      throw new IllegalStateException("a client failed: " + failed.getCause(), failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** Until nobody answers, or until the kill is over where it left somebody who does. */
  private static void drive(
      Client client, Endpoint endpoint, AtomicBoolean killed, AtomicBoolean over) {
    while (!over.get()) {
      // Read before the step: an answer lost while nobody killed the server is a fault of its own.
      boolean expected = killed.get();
      if (!client.step(endpoint)) {
        if (!expected && !killed.get()) {
          LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
          if (!killed.get()) {
            throw new IllegalStateException("the server dropped a request without being killed");
          }
        }
        return;
      }
    }
  }

  private List<String> audit(RunningServer server, int cycle) throws IOException {
    List<String> faults = new ArrayList<>();
    try (Endpoint endpoint = new Endpoint(server.address())) {
      for (Client client : clients) {
        faults.addAll(client.audit(endpoint));
      }
      faults.addAll(registers.audit(endpoint));
      faults.addAll(indexes.audit(endpoint));
    }
    faults.replaceAll(fault -> "after kill " + (cycle + 1) + ": " + fault);
    return faults;
  }

  private long acknowledged() {
    return registers.acknowledged() + clients.stream().mapToLong(Client::acknowledged).sum();
  }

  private long uncertain() {
    return registers.uncertain() + clients.stream().mapToLong(Client::uncertain).sum();
  }
}
