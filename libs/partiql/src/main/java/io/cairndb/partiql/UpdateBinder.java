package io.cairndb.partiql;

import io.cairndb.expressions.DocumentPath;
import io.cairndb.expressions.DocumentPath.Element;
import io.cairndb.expressions.UpdateAction;
import io.cairndb.expressions.UpdateProgram;
import io.cairndb.expressions.UpdateValue;
import io.cairndb.item.AttributeValue;
import io.cairndb.partiql.Statement.Assign;
import io.cairndb.partiql.Statement.Change;
import io.cairndb.partiql.Statement.Remove;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Turns the SET and REMOVE clauses of a statement into an update. */
final class UpdateBinder {
  private final ValueBinder values;

  UpdateBinder(ValueBinder values) {
    this.values = values;
  }

  UpdateProgram bind(List<Change> changes) {
    List<UpdateAction> actions = new ArrayList<>();
    for (Change change : changes) {
      actions.add(
          switch (change) {
            case Assign assign -> assign(assign);
            case Remove remove -> new UpdateAction.Remove(PathText.toDocumentPath(remove.path()));
          });
    }
    requireDisjoint(actions);
    return new UpdateProgram(actions, UpdateProgram.Dialect.EXPRESSION);
  }

  private UpdateAction assign(Assign assign) {
    DocumentPath path = PathText.toDocumentPath(assign.path());
    if (assign.value() instanceof Expression.Call call
        && (call.name().equals("set_add") || call.name().equals("set_delete"))) {
      return changeSet(assign, path, call);
    }
    return new UpdateAction.Set(path, computed(assign.value()));
  }

  private UpdateAction changeSet(Assign assign, DocumentPath path, Expression.Call call) {
    String name = call.name().toUpperCase(Locale.ROOT);
    if (call.arguments().size() != 2) {
      throw new InvalidStatementException(
          name + " must have exactly two arguments at " + call.position());
    }
    Expression first = call.arguments().getFirst();
    if (!(first instanceof Expression.Path target)
        || !target.steps().equals(assign.path().steps())) {
      throw new InvalidStatementException(
          "The first argument to "
              + name
              + " must equal the assignment value at "
              + call.position());
    }
    AttributeValue set = values.value(call.arguments().get(1));
    if (!(set instanceof AttributeValue.Ss
        || set instanceof AttributeValue.Ns
        || set instanceof AttributeValue.Bs)) {
      throw new InvalidStatementException(
          "The second argument to "
              + name
              + " must be a value with type SET at "
              + first.position());
    }
    return name.equals("SET_ADD")
        ? new UpdateAction.Add(path, set)
        : new UpdateAction.Delete(path, set);
  }

  private UpdateValue computed(Expression expression) {
    if (ValueBinder.isConstant(expression)) {
      return new UpdateValue.Constant(values.value(expression));
    }
    return switch (expression) {
      case Expression.Path path -> new UpdateValue.Attribute(PathText.toDocumentPath(path));
      case Expression.Binary(String sign, Expression left, Expression right, Position ignored)
          when sign.equals("+") ->
          new UpdateValue.Plus(computed(left), computed(right));
      case Expression.Binary(String sign, Expression left, Expression right, Position ignored)
          when sign.equals("-") ->
          new UpdateValue.Minus(computed(left), computed(right));
      case Expression.Call call -> append(call);
      default -> new UpdateValue.Constant(values.value(expression));
    };
  }

  private UpdateValue append(Expression.Call call) {
    if (!call.name().equals("list_append")) {
      throw ConditionBinder.unrecognized(call);
    }
    if (call.arguments().size() != 2) {
      throw new InvalidStatementException(
          "LIST_APPEND must have exactly two arguments at " + call.position());
    }
    return new UpdateValue.ListAppend(
        computed(call.arguments().getFirst()), computed(call.arguments().get(1)));
  }

  /** No change may reach into what another one replaces. */
  private static void requireDisjoint(List<UpdateAction> actions) {
    for (int second = 1; second < actions.size(); second++) {
      for (int first = 0; first < second; first++) {
        DocumentPath one = actions.get(first).path();
        DocumentPath two = actions.get(second).path();
        String how = collision(one.elements(), two.elements());
        if (!how.isEmpty()) {
          throw new InvalidStatementException(
              "Two document paths "
                  + how
                  + " with each other; must remove or rewrite one of these paths; path one: "
                  + one
                  + ", path two: "
                  + two);
        }
      }
    }
  }

  private static String collision(List<Element> one, List<Element> two) {
    int shared = Math.min(one.size(), two.size());
    for (int i = 0; i < shared; i++) {
      if (!one.get(i).equals(two.get(i))) {
        boolean listAndMap =
            one.get(i) instanceof DocumentPath.Index != two.get(i) instanceof DocumentPath.Index;
        return listAndMap ? "conflict" : "";
      }
    }
    return "overlap";
  }
}
