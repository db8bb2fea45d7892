package io.cairndb.dynamodb.wire.request;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which members of a structure are expressions, which are the parameters they replaced, and what
 * DynamoDB says of a request that has both or has substitutions for no expression. Members are bits
 * by ordinal. Immutable.
 */
record ParameterStyles(
    long legacy,
    List<String> legacyNames,
    long expressions,
    List<String> expressionNames,
    long substitutedNames,
    long substitutedValues,
    List<String> members) {
  static final ParameterStyles NONE =
      new ParameterStyles(0, List.of(), 0, List.of(), 0, 0, List.of());

  private static final String PROJECTION = "ProjectionExpression";

  ParameterStyles legacy(long mask, String... names) {
    return new ParameterStyles(
        mask,
        List.of(names),
        expressions,
        expressionNames,
        substitutedNames,
        substitutedValues,
        members);
  }

  ParameterStyles expressions(
      long mask, long namesBit, long valuesBit, String[] names, List<String> allMembers) {
    return new ParameterStyles(
        legacy, legacyNames, mask, List.of(names), namesBit, valuesBit, allMembers);
  }

  /**
   * What is wrong with a structure of which the members {@code seen} are present; else null.
   *
   * @param brief leaves out which expressions could have used the values
   */
  @Nullable String problem(long seen, boolean brief) {
    if ((seen & expressions) != 0) {
      return (seen & legacy) != 0 ? mixed(seen) : valuesWithoutUse(seen, brief);
    }
    if ((seen & substitutedNames) != 0) {
      return "ExpressionAttributeNames can only be specified when using expressions";
    }
    return valuesWithoutUse(seen, brief);
  }

  private String mixed(long seen) {
    return "Can not use both expression and non-expression parameters in the same request:"
        + " Non-expression parameters: {"
        + present(legacyNames, seen)
        + "} Expression parameters: {"
        + present(expressionNames, seen)
        + "}";
  }

  private @Nullable String valuesWithoutUse(long seen, boolean brief) {
    if ((seen & substitutedValues) == 0) {
      return null;
    }
    List<String> users = expressionNames.stream().filter(n -> !n.equals(PROJECTION)).toList();
    if (users.stream().anyMatch(n -> isPresent(n, seen))) {
      return null;
    }
    String problem = "ExpressionAttributeValues can only be specified when using expressions";
    if (brief) {
      return problem;
    }
    return problem
        + ": "
        + String.join(" and ", users)
        + (users.size() == 1 ? " is null" : " are null");
  }

  private String present(List<String> names, long seen) {
    return names.stream().filter(n -> isPresent(n, seen)).collect(Collectors.joining(", "));
  }

  private boolean isPresent(String name, long seen) {
    return (seen & 1L << members.indexOf(name)) != 0;
  }
}
