package io.cairndb.reference.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The one place that knows how Cairn is started for a test: its main class on a class path, on the
 * JVM that runs the test, with the options the launcher gives it.
 */
public final class CairnServer {
  /** The main class of the {@code cli} module. */
  public static final String MAIN_CLASS = "io.cairndb.cli.Cairn";

  private CairnServer() {}

  /** The command of a server that keeps its data in memory. */
  public static List<String> inMemory(int port, Path data) {
    List<String> command = command(port, data);
    command.add("--memory");
    return command;
  }

  /** The command of a server that keeps its data in the directory. */
  public static List<String> command(int port, Path data) {
    Path options = Path.of(System.getProperty("cairn.root", "."), "cli", "jvm.options");
    List<String> command = commandLine("@" + options);
    command.addAll(List.of("start", "--port", Integer.toString(port)));
    command.addAll(List.of("--data", data.toString()));
    return command;
  }

  /** The beginning of every command of the command line. */
  static List<String> commandLine(String jvmOption) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(jvmOption, "-cp", classPath(), MAIN_CLASS));
    return command;
  }

  /** Starts a durable server on a free port. */
  public static ServerProcess start(Path data) {
    int port = ServerProcess.freePort();
    return ServerProcess.start("cairn", command(port, data), port);
  }

  /**
   * Surefire may hide the class path in a manifest and then tells the real one in a property of its
   * own.
   */
  private static String classPath() {
    String given = System.getProperty("cairn.classpath", "");
    String surefire = System.getProperty("surefire.test.class.path", "");
    if (!given.isEmpty()) {
      return given;
    }
    return surefire.isEmpty() ? System.getProperty("java.class.path") : surefire;
  }
}
