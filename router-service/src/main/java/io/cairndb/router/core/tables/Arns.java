package io.cairndb.router.core.tables;

import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.error.DynamoDbException;
import io.cairndb.router.core.RequestContext;

/** Amazon resource names of tables, indexes and streams. */
public final class Arns {
  private static final String PREFIX = "arn:";
  private static final String TABLE = ":table/";
  private static final String STREAM = "/stream/";
  private static final String INDEX = "/index/";

  private Arns() {}

  /** The ARN of a table, in the region the caller signed for. */
  public static String table(RequestContext context, String tableName) {
    return "arn:aws:dynamodb:" + context.region() + ":" + context.account() + TABLE + tableName;
  }

  static String index(RequestContext context, String tableName, String indexName) {
    return table(context, tableName) + INDEX + indexName;
  }

  public static String stream(RequestContext context, String tableName, String label) {
    return table(context, tableName) + STREAM + label;
  }

  /** The table meant by a name or an ARN of a table. */
  public static String tableName(String nameOrArn) {
    return nameOrArn.startsWith(PREFIX) ? tableOfArn(nameOrArn) : nameOrArn;
  }

  /**
   * The table an ARN is about; of an index or a stream, the table it belongs to.
   *
   * @throws io.cairndb.dynamodb.wire.error.DynamoDbException ValidationException when it is no such
   *     ARN
   */
  static String tableOfArn(String arn) {
    int at = arn.indexOf(TABLE);
    if (!arn.startsWith(PREFIX) || at < 0 || at + TABLE.length() == arn.length()) {
      throw invalidArn(arn);
    }
    String name = arn.substring(at + TABLE.length());
    int slash = name.indexOf('/');
    return slash < 0 ? name : name.substring(0, slash);
  }

  /**
   * The table an ARN names; an index or a stream has neither tags nor a policy of its own here.
   *
   * @throws io.cairndb.dynamodb.wire.error.DynamoDbException ValidationException when it names
   *     anything else
   */
  static String resourceTable(String arn) {
    String name = tableOfArn(arn);
    if (arn.contains(TABLE + name + INDEX)) {
      throw DynamoDbErrors.invalidParameter(
          "Invalid resource arn provided, only table or stream is accepted. Provided resource arn: "
              + arn);
    }
    if (!arn.endsWith(TABLE + name)) {
      throw invalidArn(arn);
    }
    return name;
  }

  private static DynamoDbException invalidArn(String arn) {
    return DynamoDbErrors.validation(
        "Invalid TableArn: Invalid ResourceArn provided as input " + arn);
  }

  /** Whether the ARN is one of a stream. */
  public static boolean isStream(String arn) {
    return arn.startsWith(PREFIX) && arn.contains(TABLE) && arn.contains(STREAM);
  }

  /** The label at the end of a stream's ARN. */
  public static String streamLabel(String arn) {
    return arn.substring(arn.indexOf(STREAM) + STREAM.length());
  }

  /** The table in a stream's ARN. */
  public static String streamTable(String arn) {
    return tableOfArn(arn);
  }
}
