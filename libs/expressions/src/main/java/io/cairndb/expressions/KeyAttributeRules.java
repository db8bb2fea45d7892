package io.cairndb.expressions;

import io.cairndb.item.schema.KeyAttribute;
import io.cairndb.item.schema.KeySchema;
import io.cairndb.item.schema.SecondaryIndex;
import io.cairndb.item.schema.TableSchema;
import java.util.List;
import java.util.Optional;

/** What expressions must not do with key attributes; checked once the table is known. */
public final class KeyAttributeRules {
  private KeyAttributeRules() {}

  /**
   * An update must leave the key alone.
   *
   * @throws InvalidExpressionException naming the key attribute it touches
   */
  public static void requireKeyUntouched(UpdateProgram program, KeySchema key) {
    for (UpdateAction action : program.actions()) {
      if (isKey(key, action.path().root())) {
        throw new InvalidExpressionException(
            "One or more parameter values were invalid: Cannot update attribute "
                + action.path().root()
                + ". This attribute is part of the key");
      }
    }
  }

  /**
   * The filter of a query must not speak of the key it queries by.
   *
   * @param parameter FilterExpression or QueryFilter
   * @throws InvalidExpressionException naming the first key attribute the filter speaks of
   */
  public static void requireNonKeyFilter(
      FilterParameter parameter, Condition filter, KeySchema key) {
    filter.forEachPath(
        path -> {
          if (isKey(key, path.root())) {
            throw new InvalidExpressionException(
                parameter.text
                    + " can only contain non-primary key attributes: Primary key attribute: "
                    + path.root());
          }
        });
  }

  /** The two ways to filter a query. */
  public enum FilterParameter {
    FILTER_EXPRESSION("Filter Expression"),
    QUERY_FILTER("QueryFilter");

    private final String text;

    FilterParameter(String text) {
      this.text = text;
    }
  }

  /**
   * Keys of the table and of its indexes are scalars: no path leads into them.
   *
   * @throws InvalidExpressionException naming the key attribute a path leads into
   */
  public static void requireScalarAccess(DocumentPath path, TableSchema table) {
    if (!path.isNested()) {
      return;
    }
    if (isKey(table.key(), path.root())) {
      throw notScalar("Key", path.root());
    }
    for (List<SecondaryIndex> indexes : List.of(table.localIndexes(), table.globalIndexes())) {
      for (SecondaryIndex index : indexes) {
        if (isKey(index.key(), path.root())) {
          throw notScalar("IndexKey", path.root());
        }
      }
    }
  }

  /** As {@link #requireScalarAccess(DocumentPath, TableSchema)}, for every path of a condition. */
  public static void requireScalarAccess(Condition condition, TableSchema table) {
    condition.forEachPath(path -> requireScalarAccess(path, table));
  }

  /** As {@link #requireScalarAccess(DocumentPath, TableSchema)}, for every path of a projection. */
  public static void requireScalarAccess(ProjectionList projection, TableSchema table) {
    projection.paths().forEach(path -> requireScalarAccess(path, table));
  }

  /** As {@link #requireScalarAccess(DocumentPath, TableSchema)}, for every path of an update. */
  public static void requireScalarAccess(UpdateProgram program, TableSchema table) {
    program.forEachPath(path -> requireScalarAccess(path, table));
  }

  private static InvalidExpressionException notScalar(String what, String attribute) {
    return new InvalidExpressionException(
        "Key attributes must be scalars; list random access '[]' and map lookup '.' are not"
            + " allowed: "
            + what
            + ": "
            + attribute);
  }

  private static boolean isKey(KeySchema key, String attribute) {
    return find(key.partition(), attribute).or(() -> find(key.sort(), attribute)).isPresent();
  }

  private static Optional<KeyAttribute> find(List<KeyAttribute> attributes, String name) {
    return attributes.stream().filter(attribute -> attribute.name().equals(name)).findFirst();
  }
}
