package io.cairndb.router.core.tables;

import io.cairndb.control.plane.BillingMode;
import io.cairndb.control.plane.CapacityLimits;
import io.cairndb.control.plane.Encryption;
import io.cairndb.control.plane.GlobalIndex;
import io.cairndb.control.plane.TableClass;
import io.cairndb.control.plane.TableDescriptor;
import io.cairndb.control.plane.TableSettings;
import io.cairndb.control.plane.TableStatistics;
import io.cairndb.control.plane.TableStatistics.Counts;
import io.cairndb.control.plane.TableStream;
import io.cairndb.control.plane.Throughput;
import io.cairndb.dynamodb.wire.request.AttributeDefinition;
import io.cairndb.dynamodb.wire.request.KeySchemaElement;
import io.cairndb.dynamodb.wire.request.KeyType;
import io.cairndb.dynamodb.wire.request.OnDemandThroughput;
import io.cairndb.dynamodb.wire.request.SseType;
import io.cairndb.dynamodb.wire.request.StreamSpecification;
import io.cairndb.dynamodb.wire.response.BillingModeSummary;
import io.cairndb.dynamodb.wire.response.GlobalSecondaryIndexDescription;
import io.cairndb.dynamodb.wire.response.IndexStatus;
import io.cairndb.dynamodb.wire.response.LocalSecondaryIndexDescription;
import io.cairndb.dynamodb.wire.response.ProvisionedThroughputDescription;
import io.cairndb.dynamodb.wire.response.SseDescription;
import io.cairndb.dynamodb.wire.response.SseStatus;
import io.cairndb.dynamodb.wire.response.TableClassSummary;
import io.cairndb.dynamodb.wire.response.TableDescription;
import io.cairndb.dynamodb.wire.response.TableStatus;
import io.cairndb.dynamodb.wire.response.WarmThroughputDescription;
import io.cairndb.item.schema.KeyAttribute;
import io.cairndb.item.schema.KeySchema;
import io.cairndb.item.schema.SecondaryIndex;
import io.cairndb.router.core.RequestContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From what the catalog knows of a table to what clients are told. */
public final class TableDescriptions {
  private TableDescriptions() {}

  static TableDescription describe(
      TableDescriptor table, TableStatistics statistics, RequestContext context) {
    TableSettings settings = table.settings();
    Optional<TableStream> stream = table.latestStream();
    return new TableDescription(
        attributeDefinitions(table),
        table.name(),
        keySchema(table.schema().key()),
        status(table),
        Instant.ofEpochMilli(table.createdMillis()),
        throughput(settings.throughput()),
        statistics.table().bytes(),
        statistics.table().items(),
        Arns.table(context, table.name()),
        table.id().toString(),
        billing(settings),
        localIndexes(table, statistics, context),
        globalIndexes(table, statistics, context),
        stream
            .filter(TableStream::isOpen)
            .map(open -> new StreamSpecification(true, open.view()))
            .orElse(null),
        stream.map(TableStream::label).orElse(null),
        stream.map(latest -> Arns.stream(context, table.name(), latest.label())).orElse(null),
        null,
        settings.encryption().map(encryption -> sse(encryption, context)).orElse(null),
        tableClass(settings),
        settings.deletionProtection(),
        onDemand(settings.limits()),
        warm(settings.limits(), status(table).name()));
  }

  static TableStatus status(TableDescriptor table) {
    return switch (table.status()) {
      case CREATING -> TableStatus.CREATING;
      case ACTIVE -> TableStatus.ACTIVE;
      case UPDATING -> TableStatus.UPDATING;
      case DELETING -> TableStatus.DELETING;
    };
  }

  /** A key as clients see it. */
  public static List<KeySchemaElement> keySchema(KeySchema key) {
    List<KeySchemaElement> elements = new ArrayList<>();
    for (KeyAttribute attribute : key.partition()) {
      elements.add(new KeySchemaElement(attribute.name(), KeyType.HASH));
    }
    for (KeyAttribute attribute : key.sort()) {
      elements.add(new KeySchemaElement(attribute.name(), KeyType.RANGE));
    }
    return elements;
  }

  private static List<AttributeDefinition> attributeDefinitions(TableDescriptor table) {
    return table.attributeDefinitions().stream()
        .map(attribute -> new AttributeDefinition(attribute.name(), attribute.type()))
        .toList();
  }

  private static ProvisionedThroughputDescription throughput(Throughput throughput) {
    return new ProvisionedThroughputDescription(
        instant(throughput.lastIncreaseMillis()),
        instant(throughput.lastDecreaseMillis()),
        throughput.decreasesToday(),
        throughput.readUnits(),
        throughput.writeUnits());
  }

  private static @Nullable Instant instant(long millis) {
    return millis == 0 ? null : Instant.ofEpochMilli(millis);
  }

  /** A table that was provisioned all its life has no summary. */
  private static @Nullable BillingModeSummary billing(TableSettings settings) {
    Instant since = instant(settings.onDemandSinceMillis());
    if (settings.billingMode() == BillingMode.PAY_PER_REQUEST) {
      return new BillingModeSummary(
          io.cairndb.dynamodb.wire.request.BillingMode.PAY_PER_REQUEST, since);
    }
    return since == null
        ? null
        : new BillingModeSummary(io.cairndb.dynamodb.wire.request.BillingMode.PROVISIONED, since);
  }

  private static @Nullable List<LocalSecondaryIndexDescription> localIndexes(
      TableDescriptor table, TableStatistics statistics, RequestContext context) {
    List<LocalSecondaryIndexDescription> indexes = new ArrayList<>();
    for (SecondaryIndex index : table.schema().localIndexes()) {
      Counts counts = statistics.indexes().getOrDefault(index.id(), Counts.ZERO);
      indexes.add(
          new LocalSecondaryIndexDescription(
              index.name(),
              keySchema(index.key()),
              index.projection(),
              counts.bytes(),
              counts.items(),
              Arns.index(context, table.name(), index.name())));
    }
    return indexes.isEmpty() ? null : indexes;
  }

  private static @Nullable List<GlobalSecondaryIndexDescription> globalIndexes(
      TableDescriptor table, TableStatistics statistics, RequestContext context) {
    List<GlobalSecondaryIndexDescription> indexes = new ArrayList<>();
    for (GlobalIndex index : table.globalIndexes()) {
      SecondaryIndex definition = index.definition();
      Counts counts = statistics.indexes().getOrDefault(definition.id(), Counts.ZERO);
      IndexStatus status = indexStatus(index);
      indexes.add(
          new GlobalSecondaryIndexDescription(
              definition.name(),
              keySchema(definition.key()),
              definition.projection(),
              status,
              status == IndexStatus.CREATING && table.status().servesItems()
                  ? index.backfilling()
                  : null,
              throughput(index.throughput()),
              counts.bytes(),
              counts.items(),
              Arns.index(context, table.name(), definition.name()),
              onDemand(index.limits()),
              warm(index.limits(), status.name())));
    }
    return indexes.isEmpty() ? null : indexes;
  }

  private static IndexStatus indexStatus(GlobalIndex index) {
    return switch (index.status()) {
      case CREATING -> IndexStatus.CREATING;
      case ACTIVE -> IndexStatus.ACTIVE;
      case UPDATING -> IndexStatus.UPDATING;
      case DELETING -> IndexStatus.DELETING;
    };
  }

  private static SseDescription sse(Encryption encryption, RequestContext context) {
    String key =
        encryption
            .kmsKeyArn()
            .orElseGet(
                () ->
                    "arn:aws:kms:"
                        + context.region()
                        + ":"
                        + context.account()
                        + ":alias/aws/dynamodb");
    return new SseDescription(SseStatus.ENABLED, SseType.KMS, key);
  }

  private static @Nullable TableClassSummary tableClass(TableSettings settings) {
    return settings.tableClass() == TableClass.STANDARD
        ? null
        : new TableClassSummary(
            io.cairndb.dynamodb.wire.request.TableClass.STANDARD_INFREQUENT_ACCESS, null);
  }

  private static @Nullable OnDemandThroughput onDemand(CapacityLimits limits) {
    return limits
        .onDemandMaximum()
        .map(units -> new OnDemandThroughput(units.read(), units.write()))
        .orElse(null);
  }

  private static @Nullable WarmThroughputDescription warm(CapacityLimits limits, String status) {
    return limits
        .warm()
        .map(units -> new WarmThroughputDescription(units.read(), units.write(), status))
        .orElse(null);
  }
}
