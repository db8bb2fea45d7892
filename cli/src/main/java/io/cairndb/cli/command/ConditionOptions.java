package io.cairndb.cli.command;

import io.cairndb.cli.json.Json;
import io.cairndb.cli.json.Json.Obj;
import io.cairndb.cli.json.Json.Str;
import io.cairndb.cli.json.JsonException;
import io.cairndb.cli.json.JsonParser;
import io.cairndb.cli.outcome.CommandFailure;
import io.cairndb.cli.outcome.Outcome;
import io.cairndb.cli.phrase.PhraseException;
import io.cairndb.cli.phrase.Phrases;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Mixed into the commands that write an item: under which condition, and its placeholders. */
final class ConditionOptions {
  @Option(
      names = "--if",
      paramLabel = "CONDITION",
      description = "Only when this holds, such as 'plays < 10'.")
  private @Nullable String condition;

  @Option(
      names = "--names",
      paramLabel = "JSON",
      description = "What #placeholders stand for, as {\"#n\": \"name\"}.")
  private @Nullable String names;

  @Option(
      names = "--values",
      paramLabel = "JSON",
      description = "What :placeholders stand for, as {\":v\": 1}.")
  private @Nullable String values;

  /** The phrases of a request, with the placeholders that the user gave. */
  Phrases phrases() throws CommandFailure, PhraseException {
    Map<String, String> given = new LinkedHashMap<>();
    for (Map.Entry<String, Json> name : object("--names", names).members().entrySet()) {
      if (!(name.getValue() instanceof Str text)) {
        throw new CommandFailure(Outcome.USAGE, "--names: " + name.getKey() + " is not a string");
      }
      given.put(name.getKey(), text.value());
    }
    return new Phrases(given, object("--values", values).members());
  }

  private static Obj object(String option, @Nullable String json) throws CommandFailure {
    if (json == null) {
      return Json.object().build();
    }
    try {
      return JsonParser.parseObject(json);
    } catch (JsonException wrong) {
      throw new CommandFailure(Outcome.USAGE, option + ": " + wrong.getMessage(), wrong);
    }
  }

  /** Adds the condition and all placeholders to a request. */
  void addTo(Json.Builder request, Phrases phrases) throws PhraseException {
    if (condition != null) {
      request.put("ConditionExpression", phrases.expression(condition));
    }
    phrases.addTo(request);
  }
}
