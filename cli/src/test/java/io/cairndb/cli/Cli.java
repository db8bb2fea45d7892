package io.cairndb.cli;

import io.cairndb.standalone.StandaloneOptions;
import io.cairndb.standalone.StandaloneServer;
import io.cairndb.standalone.StartupException;
import io.cairndb.storage.engine.Durability;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** Runs commands inside this process against a Cairn of this process. */
final class Cli implements AutoCloseable {
  private final StandaloneServer server;

  /** What a command left behind. */
  record Result(int code, String out, String err) {
    List<String> lines() {
      return out.lines().toList();
    }
  }

  private Cli(StandaloneServer server) {
    this.server = server;
  }

  static Cli start() throws StartupException {
    return new Cli(
        StandaloneServer.start(
            new StandaloneOptions(
                "127.0.0.1", 0, Path.of("unused"), true, Durability.BUFFERED, 2)));
  }

  String endpoint() {
    return server.endpoint().toString();
  }

  Result run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--endpoint");
    all.add(endpoint());
    return runAlone(all.toArray(String[]::new));
  }

  static Result runAlone(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Cairn.commandLine(arguments);
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    int code = line.execute(arguments);
    return new Result(code, out.toString(), err.toString());
  }

  @Override
  public void close() {
    server.close();
  }
}
