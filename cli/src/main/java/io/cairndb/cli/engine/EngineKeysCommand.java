package io.cairndb.cli.engine;

import io.cairndb.cli.console.ConsoleCommand;
import io.cairndb.cli.outcome.CommandFailure;
import io.cairndb.cli.outcome.Outcome;
import io.cairndb.env.FileSystem;
import io.cairndb.env.LocalFileSystem;
import io.cairndb.storage.engine.cipher.Entropy;
import io.cairndb.storage.engine.cipher.LocalKeystore;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Makes a keystore, lists its keys, adds an active one, removes one.",
    footer = {
      "",
      "A key that is removed while files are sealed with it takes them with it:",
      "'cairn engine rewrap' says which are in use.",
      "",
      "Examples:",
      "  cairn engine keys create keystore 2026-a",
      "  cairn engine keys rotate keystore 2026-b",
      "  cairn engine keys retire keystore 2026-a",
      "  cairn engine keys list keystore"
    })
final class EngineKeysCommand extends ConsoleCommand {

  private enum Action {
    CREATE,
    ROTATE,
    RETIRE,
    LIST
  }

  @Parameters(
      index = "0",
      paramLabel = "create|rotate|retire|list",
      converter = ActionName.class,
      description = "What to do.")
  private Action action = Action.LIST;

  @Parameters(index = "1", paramLabel = "FILE", description = "The keystore.")
  private Path file = Path.of("");

  @Parameters(
      index = "2",
      arity = "0..1",
      defaultValue = "",
      paramLabel = "ID",
      description = "The key's name; all but list need it.")
  private String id = "";

  /** The names of the documentation, in any case. */
  static final class ActionName implements ITypeConverter<Action> {
    @Override
    public Action convert(String name) {
      for (Action known : Action.values()) {
        if (known.name().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
          return known;
        }
      }
      throw new TypeConversionException("'%s' is none of them".formatted(name));
    }
  }

  @Override
  public Integer call() throws Exception {
    if (id.isBlank() && action != Action.LIST) {
      throw usage("the key needs a name");
    }
    try {
      run(new LocalFileSystem(), file.toAbsolutePath());
    } catch (FileAlreadyExistsException e) {
      throw new CommandFailure(Outcome.REFUSED, file + " is there already", e);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(Outcome.REFUSED, String.valueOf(e.getMessage()), e);
    }
    return 0;
  }

  private void run(FileSystem files, Path path) throws IOException {
    if (action == Action.CREATE) {
      var unused = LocalKeystore.create(files, path, Entropy.system(), id);
      say("Made " + file + " with the key " + id + ". Keep a copy: without it the data is lost.");
      return;
    }
    LocalKeystore keystore = LocalKeystore.open(files, path, Entropy.system());
    switch (action) {
      case ROTATE -> keystore.rotate(id);
      case RETIRE -> keystore.retire(id);
      case LIST, CREATE -> {}
    }
    for (String key : keystore.keyIds()) {
      say(key + (key.equals(keystore.activeKeyId()) ? " active" : ""));
    }
  }
}
