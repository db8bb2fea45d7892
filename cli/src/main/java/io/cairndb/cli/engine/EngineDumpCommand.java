package io.cairndb.cli.engine;

import io.cairndb.storage.engine.tool.EngineDump;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "dump",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Shows what is in an engine's directory, or in one of its files.",
    footer = {"", "Example:", "  cairn engine dump data/shard-0/000012.sst --limit 20"})
final class EngineDumpCommand extends EngineFilesCommand {
  private static final long LIMIT_MAX = Long.MAX_VALUE / 2;

  @Parameters(
      paramLabel = "PATH",
      description = "The directory, a table (.sst), a log segment (.log) or a manifest.")
  private Path path = Path.of("");

  @Option(names = "--hex", description = "Keys and values as hexadecimal digits.")
  private boolean hex;

  @Option(
      names = "--limit",
      defaultValue = "1000",
      paramLabel = "N",
      description = "Lines of contents at most. Default: ${DEFAULT-VALUE}.")
  private long limit;

  @Override
  int run() throws Exception {
    requireRange("--limit", limit, 1, LIMIT_MAX);
    new EngineDump(files(), keystore(), this::say, hex, limit).run(path.toAbsolutePath());
    return 0;
  }
}
