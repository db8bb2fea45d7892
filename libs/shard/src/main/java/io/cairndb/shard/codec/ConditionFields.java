package io.cairndb.shard.codec;

import io.cairndb.expressions.Comparator;
import io.cairndb.expressions.Condition;
import io.cairndb.expressions.DocumentPath;
import io.cairndb.expressions.Operand;
import io.cairndb.expressions.ProjectionList;
import io.cairndb.message.format.MessageReader;
import io.cairndb.message.format.MessageWriter;
import io.cairndb.message.format.UnsupportedMessageException;

/** Conditions, projections and the paths in them as parts of messages. Stateless. */
final class ConditionFields {
  private static final int AND = 1;
  private static final int OR = 2;
  private static final int NOT = 3;
  private static final int COMPARE = 4;
  private static final int BETWEEN = 5;
  private static final int IN = 6;
  private static final int ATTRIBUTE_EXISTS = 7;
  private static final int ATTRIBUTE_NOT_EXISTS = 8;
  private static final int ATTRIBUTE_TYPE_IS = 9;
  private static final int BEGINS_WITH = 10;
  private static final int CONTAINS = 11;

  private static final int ATTRIBUTE = 1;
  private static final int CONSTANT = 2;
  private static final int SIZE = 3;

  private static final int NAME = 1;
  private static final int INDEX = 2;

  private ConditionFields() {}

  static void write(MessageWriter out, Condition condition) {
    switch (condition) {
      case Condition.And and ->
          out.union(
              AND, and, (fields, value) -> fields.list(value.terms(), ConditionFields::write));
      case Condition.Or or ->
          out.union(OR, or, (fields, value) -> fields.list(value.terms(), ConditionFields::write));
      case Condition.Not not -> out.union(NOT, not, (fields, value) -> write(fields, value.term()));
      case Condition.Compare compare ->
          out.union(
              COMPARE,
              compare,
              (fields, value) -> {
                fields.constant(value.comparator());
                writeOperands(fields, value.left(), value.right());
              });
      case Condition.Between between ->
          out.union(
              BETWEEN,
              between,
              (fields, value) -> {
                writeOperands(fields, value.value(), value.low());
                writeOperand(fields, value.high());
              });
      case Condition.In in ->
          out.union(
              IN,
              in,
              (fields, value) -> {
                writeOperand(fields, value.value());
                fields.list(value.options(), ConditionFields::writeOperand);
              });
      case Condition.AttributeExists exists ->
          out.union(ATTRIBUTE_EXISTS, exists, (fields, value) -> writePath(fields, value.path()));
      case Condition.AttributeNotExists absent ->
          out.union(
              ATTRIBUTE_NOT_EXISTS, absent, (fields, value) -> writePath(fields, value.path()));
      case Condition.AttributeTypeIs type ->
          out.union(
              ATTRIBUTE_TYPE_IS,
              type,
              (fields, value) -> {
                writeOperand(fields, value.value());
                fields.text(value.typeCode());
              });
      case Condition.BeginsWith begins ->
          out.union(
              BEGINS_WITH,
              begins,
              (fields, value) -> writeOperands(fields, value.value(), value.prefix()));
      case Condition.Contains contains ->
          out.union(
              CONTAINS,
              contains,
              (fields, value) -> writeOperands(fields, value.value(), value.element()));
    }
  }

  static Condition read(MessageReader in) {
    return in.union(ConditionFields::fields);
  }

  private static Condition fields(int kind, MessageReader in) {
    return switch (kind) {
      case AND -> new Condition.And(in.list(ConditionFields::read));
      case OR -> new Condition.Or(in.list(ConditionFields::read));
      case NOT -> new Condition.Not(read(in));
      case COMPARE ->
          new Condition.Compare(in.constant(Comparator.values()), readOperand(in), readOperand(in));
      case BETWEEN -> new Condition.Between(readOperand(in), readOperand(in), readOperand(in));
      case IN -> new Condition.In(readOperand(in), in.list(ConditionFields::readOperand));
      case ATTRIBUTE_EXISTS -> new Condition.AttributeExists(readPath(in));
      case ATTRIBUTE_NOT_EXISTS -> new Condition.AttributeNotExists(readPath(in));
      case ATTRIBUTE_TYPE_IS -> new Condition.AttributeTypeIs(readOperand(in), in.text());
      case BEGINS_WITH -> new Condition.BeginsWith(readOperand(in), readOperand(in));
      case CONTAINS -> new Condition.Contains(readOperand(in), readOperand(in));
      default -> throw new UnsupportedMessageException("condition", kind);
    };
  }

  private static void writeOperands(MessageWriter out, Operand first, Operand second) {
    writeOperand(out, first);
    writeOperand(out, second);
  }

  private static void writeOperand(MessageWriter out, Operand operand) {
    switch (operand) {
      case Operand.Attribute attribute ->
          out.union(ATTRIBUTE, attribute, (fields, value) -> writePath(fields, value.path()));
      case Operand.Constant constant ->
          out.union(CONSTANT, constant, (fields, value) -> fields.value(value.value()));
      case Operand.Size size ->
          out.union(SIZE, size, (fields, value) -> writeOperand(fields, value.of()));
    }
  }

  private static Operand readOperand(MessageReader in) {
    return in.union(
        (kind, fields) ->
            switch (kind) {
              case ATTRIBUTE -> new Operand.Attribute(readPath(fields));
              case CONSTANT -> new Operand.Constant(fields.value());
              case SIZE -> new Operand.Size(readOperand(fields));
              default -> throw new UnsupportedMessageException("operand", kind);
            });
  }

  static void writePath(MessageWriter out, DocumentPath path) {
    out.list(path.elements(), ConditionFields::writeElement);
  }

  static DocumentPath readPath(MessageReader in) {
    return new DocumentPath(in.list(ConditionFields::readElement));
  }

  private static void writeElement(MessageWriter out, DocumentPath.Element element) {
    switch (element) {
      case DocumentPath.Name name ->
          out.union(NAME, name, (fields, value) -> fields.text(value.value()));
      case DocumentPath.Index index ->
          out.union(INDEX, index, (fields, value) -> fields.count(value.value()));
    }
  }

  private static DocumentPath.Element readElement(MessageReader in) {
    return in.union(
        (kind, fields) ->
            switch (kind) {
              case NAME -> new DocumentPath.Name(fields.text());
              case INDEX -> new DocumentPath.Index(fields.count());
              default -> throw new UnsupportedMessageException("path element", kind);
            });
  }

  static void writeProjection(MessageWriter out, ProjectionList projection) {
    out.struct(
        projection, (fields, value) -> fields.list(value.paths(), ConditionFields::writePath));
  }

  static ProjectionList readProjection(MessageReader in) {
    return in.struct(fields -> new ProjectionList(fields.list(ConditionFields::readPath)));
  }
}
