package io.cairndb.expressions;

import io.cairndb.expressions.syntax.SyntaxException;
import io.cairndb.expressions.syntax.SyntaxParser;
import io.cairndb.expressions.syntax.Template;
import io.cairndb.item.schema.KeySchema;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Compiles expressions. Texts that parse are kept, so that compiling the same text again only binds
 * the request's names and values. Thread-safe; one instance serves a process.
 */
public final class ExpressionCompiler {
  /** Expressions kept when nothing else is asked for. */
  public static final int CACHE_ENTRIES_DEFAULT = 4096;

  private final TemplateCache templates;

  public ExpressionCompiler() {
    this(CACHE_ENTRIES_DEFAULT);
  }

  /**
   * @param cacheEntries how many parsed texts to keep
   */
  public ExpressionCompiler(int cacheEntries) {
    templates = new TemplateCache(cacheEntries);
  }

  /**
   * Compiles a ConditionExpression or FilterExpression.
   *
   * @throws InvalidExpressionException when it is not valid
   */
  public Condition condition(ExpressionKind kind, String text, Substitutions substitutions) {
    if (kind != ExpressionKind.CONDITION && kind != ExpressionKind.FILTER) {
      throw new IllegalArgumentException("not a condition: " + kind);
    }
    Template.ConditionTemplate template =
        parse(kind, text, Template.ConditionTemplate.class, SyntaxParser::condition);
    return new ConditionBinder(new Binding(kind, substitutions)).bind(template.condition());
  }

  /**
   * Compiles an UpdateExpression.
   *
   * @throws InvalidExpressionException when it is not valid
   */
  public UpdateProgram update(String text, Substitutions substitutions) {
    Template.UpdateTemplate template =
        parse(ExpressionKind.UPDATE, text, Template.UpdateTemplate.class, SyntaxParser::update);
    return new UpdateBinder(new Binding(ExpressionKind.UPDATE, substitutions))
        .bind(template.actions());
  }

  /**
   * Compiles a ProjectionExpression.
   *
   * @throws InvalidExpressionException when it is not valid
   */
  public ProjectionList projection(String text, Substitutions substitutions) {
    Template.ProjectionTemplate template =
        parse(
            ExpressionKind.PROJECTION,
            text,
            Template.ProjectionTemplate.class,
            SyntaxParser::projection);
    Binding binding = new Binding(ExpressionKind.PROJECTION, substitutions);
    List<DocumentPath> paths = new ArrayList<>(template.paths().size());
    template.paths().forEach(path -> paths.add(binding.path(path)));
    PathRules.requireDisjoint(binding, paths);
    return new ProjectionList(paths);
  }

  /**
   * Compiles a KeyConditionExpression as far as possible without the key it is for: DynamoDB
   * reports these mistakes before it looks at the table.
   *
   * @throws InvalidExpressionException when it is not valid for any key
   */
  public KeyPredicates keyPredicates(String text, Substitutions substitutions) {
    Template.ConditionTemplate template =
        parse(
            ExpressionKind.KEY_CONDITION,
            text,
            Template.ConditionTemplate.class,
            SyntaxParser::keyCondition);
    Binding binding = new Binding(ExpressionKind.KEY_CONDITION, substitutions);
    return KeyPredicates.of(new ConditionBinder(binding).bind(template.condition()));
  }

  /**
   * Compiles a KeyConditionExpression for a table or index.
   *
   * @throws InvalidExpressionException when it is not valid for that key
   */
  public KeyCondition keyCondition(String text, Substitutions substitutions, KeySchema key) {
    return keyPredicates(text, substitutions).forKey(key);
  }

  /** How often a text was found parsed. */
  public long cacheHits() {
    return templates.hits();
  }

  /** How often a text had to be parsed. */
  public long cacheMisses() {
    return templates.misses();
  }

  private <T extends Template> T parse(
      ExpressionKind kind, String text, Class<T> type, Function<String, T> parser) {
    try {
      return templates.get(kind, text, type, parser);
    } catch (SyntaxException e) {
      throw kind.invalid(String.valueOf(e.getMessage()));
    }
  }
}
