package io.cairndb.cli.engine;

import io.cairndb.cli.console.ConsoleCommand;
import io.cairndb.cli.outcome.CommandFailure;
import io.cairndb.cli.outcome.Outcome;
import io.cairndb.env.Clock;
import io.cairndb.env.FileLockedException;
import io.cairndb.env.FileSystem;
import io.cairndb.env.LocalFileSystem;
import io.cairndb.env.Workers;
import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.Keyring;
import io.cairndb.storage.engine.OperationsOptions;
import io.cairndb.storage.engine.cipher.Entropy;
import io.cairndb.storage.engine.cipher.LocalKeystore;
import io.cairndb.storage.engine.lsm.LsmEngine;
import io.cairndb.storage.engine.tool.EngineLocation;
import io.cairndb.storage.engine.tool.EngineSummary;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A command on files of an engine. */
abstract class EngineFilesCommand extends ConsoleCommand {
  @Option(
      names = "--keys",
      paramLabel = "FILE",
      description = "Keystore, for an engine whose files are sealed.")
  private @Nullable Path keys;

  final FileSystem files() {
    return new LocalFileSystem();
  }

  /** Null without {@code --keys}. */
  final @Nullable LocalKeystore keystore() throws IOException {
    Path file = keys;
    return file == null
        ? null
        : LocalKeystore.open(files(), file.toAbsolutePath(), Entropy.system());
  }

  /** Looks at an engine without changing it; keys are for one that is encrypted only. */
  final EngineSummary summary(Path directory, @Nullable Keyring keyring)
      throws IOException, CommandFailure {
    Path path = directory.toAbsolutePath();
    EngineSummary summary = EngineSummary.read(new EngineLocation(files(), path, keyring));
    if (keyring != null && !summary.isSealed()) {
      throw new CommandFailure(
          Outcome.REFUSED,
          path
              + ": this engine is not encrypted, and would be with --keys; leave it out, or start"
              + " Cairn with a keystore to encrypt it");
    }
    return summary;
  }

  /** Opens the engine of a directory, which must hold one; one in the clear stays so. */
  final LsmEngine open(Path directory, @Nullable Keyring keyring)
      throws IOException, CommandFailure {
    Path path = directory.toAbsolutePath();
    EngineSummary unused = summary(path, keyring);
    EngineOptions options =
        EngineOptions.builder()
            .operations(OperationsOptions.defaults().withKeyring(keyring))
            .build();
    return LsmEngine.open(files(), path, options, Clock.system(), Workers.platform("engine-"));
  }

  abstract int run() throws Exception;

  @Override
  public final Integer call() throws Exception {
    try {
      return run();
    } catch (FileLockedException e) {
      throw new CommandFailure(
          Outcome.REFUSED, "the engine is open in another process: " + e.getMessage(), e);
    } catch (NoSuchFileException e) {
      String reason = e.getReason();
      String what = reason == null ? "no such file" : reason;
      throw new CommandFailure(Outcome.NOT_FOUND, e.getFile() + ": " + what, e);
    } catch (NotDirectoryException e) {
      throw new CommandFailure(Outcome.NOT_FOUND, e.getFile() + ": not a directory", e);
    } catch (CorruptionException e) {
      throw new CommandFailure(Outcome.DAMAGED, String.valueOf(e.getMessage()), e);
    }
  }
}
