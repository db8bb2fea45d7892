package io.cairndb.dynamodb.wire.request;

import io.cairndb.item.schema.Projection;
import io.cairndb.item.schema.ScalarType;
import io.cairndb.item.schema.StreamView;

/** The enumerations of the model, each in the order of DynamoDB's message. */
final class Enums {
  static final EnumRule<ReturnValue> RETURN_VALUE =
      EnumRule.of(ReturnValue.values())
          .newerList("[ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]");
  static final EnumRule<ReturnConsumedCapacity> RETURN_CONSUMED_CAPACITY =
      EnumRule.of(ReturnConsumedCapacity.values());
  static final EnumRule<ReturnItemCollectionMetrics> RETURN_ITEM_COLLECTION_METRICS =
      EnumRule.of(ReturnItemCollectionMetrics.values());
  static final EnumRule<ReturnValuesOnConditionCheckFailure>
      RETURN_VALUES_ON_CONDITION_CHECK_FAILURE =
          EnumRule.of(ReturnValuesOnConditionCheckFailure.values());
  static final EnumRule<ConditionalOperator> CONDITIONAL_OPERATOR =
      EnumRule.of(ConditionalOperator.values()).newerList("[ALL, OR]");
  static final EnumRule<ComparisonOperator> COMPARISON_OPERATOR =
      EnumRule.of(ComparisonOperator.values());
  static final EnumRule<AttributeAction> ATTRIBUTE_ACTION = EnumRule.of(AttributeAction.values());
  static final EnumRule<Select> SELECT = EnumRule.of(Select.values());
  static final EnumRule<KeyType> KEY_TYPE = EnumRule.of(KeyType.values());
  static final EnumRule<BillingMode> BILLING_MODE = EnumRule.of(BillingMode.values());
  static final EnumRule<TableClass> TABLE_CLASS = EnumRule.of(TableClass.values());
  static final EnumRule<BackupTypeFilter> BACKUP_TYPE_FILTER =
      EnumRule.of(BackupTypeFilter.values());
  static final EnumRule<ShardIteratorType> SHARD_ITERATOR_TYPE =
      EnumRule.of(ShardIteratorType.values());
  static final EnumRule<ShardFilterType> SHARD_FILTER_TYPE = EnumRule.of(ShardFilterType.values());
  static final EnumRule<SseType> SSE_TYPE = EnumRule.of(SseType.values());
  static final EnumRule<ScalarType> SCALAR_ATTRIBUTE_TYPE =
      EnumRule.of(ScalarType.B, ScalarType.N, ScalarType.S);
  static final EnumRule<Projection.Kind> PROJECTION_TYPE =
      EnumRule.of(Projection.Kind.ALL, Projection.Kind.INCLUDE, Projection.Kind.KEYS_ONLY);
  static final EnumRule<StreamView> STREAM_VIEW_TYPE = EnumRule.of(StreamView.values());

  private Enums() {}
}
