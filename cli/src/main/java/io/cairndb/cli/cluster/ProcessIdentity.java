package io.cairndb.cli.cluster;

import io.cairndb.cli.json.Json;
import io.cairndb.cli.json.Json.Obj;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process that is not mistaken for another: its id and when it began.
 *
 * <p>On Linux the start is taken from the kernel as clock ticks since boot, with the identity of
 * the boot. The time of day would not do: the kernel derives it from the clock, and setting the
 * clock would make every process a stranger.
 */
record ProcessIdentity(long pid, String started) {
  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

  /** State and start time, counted from the end of the name in {@code /proc/<pid>/stat}. */
  private static final int STATE = 0;

  private static final int START_TIME = 19;

  /** The process that has this id now; a process that ended and was not collected is none. */
  static Optional<ProcessIdentity> of(long pid) {
    try {
      String boot = Files.readString(BOOT).strip();
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      boolean ended = fields[STATE].equals("Z") || fields[STATE].equals("X");
      return ended
          ? Optional.empty()
          : Optional.of(new ProcessIdentity(pid, boot + "/" + fields[START_TIME]));
    } catch (IOException gone) {
      return Files.exists(BOOT) ? Optional.empty() : ofHandle(pid);
    }
  }

  /** This process. */
  static ProcessIdentity current() {
    return of(ProcessHandle.current().pid()).orElseThrow();
  }

  private static Optional<ProcessIdentity> ofHandle(long pid) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .flatMap(handle -> handle.info().startInstant())
        .map(instant -> new ProcessIdentity(pid, Long.toString(instant.toEpochMilli())));
  }

  /** Whether that very process still runs. */
  boolean alive() {
    return of(pid).filter(this::equals).isPresent();
  }

  /** Asks it to end. Nothing happens when it has ended already. */
  void terminate() {
    signal(false);
  }

  /** Ends it at once. */
  void kill() {
    signal(true);
  }

  private void signal(boolean forcibly) {
    Optional<ProcessHandle> handle = ProcessHandle.of(pid);
    if (handle.isPresent() && alive()) {
      boolean _ = forcibly ? handle.get().destroyForcibly() : handle.get().destroy();
    }
  }

  void writeTo(Json.Builder json) {
    json.put("pid", pid).put("started", started);
  }

  static Optional<ProcessIdentity> of(Obj json) {
    long pid = json.number("pid", 0);
    String started = json.text("started", "");
    return pid <= 0 || started.isEmpty()
        ? Optional.empty()
        : Optional.of(new ProcessIdentity(pid, started));
  }
}
