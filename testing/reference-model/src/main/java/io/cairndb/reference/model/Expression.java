package io.cairndb.reference.model;

import java.util.List;

/** What expressions are made of. Immutable. */
interface Expression {
  /** Something with a value. */
  sealed interface Operand {}

  /** What stands at a path. */
  record PathOperand(DocumentPath path) implements Operand {}

  /** A value of the request. */
  record ValueOperand(Value value) implements Operand {}

  /** {@code size(path)}. */
  record SizeOperand(DocumentPath path) implements Operand {}

  /** {@code if_not_exists(path, other)}. */
  record IfNotExists(DocumentPath path, Operand other) implements Operand {}

  /** {@code list_append(left, right)}. */
  record ListAppend(Operand left, Operand right) implements Operand {}

  /** {@code left + right} or {@code left - right}. */
  record Sum(boolean minus, Operand left, Operand right) implements Operand {}

  /** Something true or false. */
  sealed interface Condition {}

  /** Both. */
  record And(Condition left, Condition right) implements Condition {}

  /** Either. */
  record Or(Condition left, Condition right) implements Condition {}

  /** The opposite. */
  record Not(Condition inner) implements Condition {}

  /** A comparison by {@code = <> < <= > >=}. */
  record Compare(String operator, Operand left, Operand right) implements Condition {}

  /** {@code BETWEEN}. */
  record Between(Operand subject, Operand low, Operand high) implements Condition {}

  /** {@code IN}. */
  record In(Operand subject, List<Operand> candidates) implements Condition {}

  /** A function of a path and perhaps a value. */
  record Call(String function, List<Operand> arguments) implements Condition {}

  /** One action of an update: SET, REMOVE, ADD or DELETE; REMOVE has no operand. */
  record Action(String kind, DocumentPath path, List<Operand> operand) {}
}
