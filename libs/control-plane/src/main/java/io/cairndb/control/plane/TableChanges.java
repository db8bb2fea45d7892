package io.cairndb.control.plane;

import io.cairndb.item.schema.KeyAttribute;
import io.cairndb.item.schema.StreamView;
import java.util.List;
import java.util.Optional;

/**
 * What an update of a table asks for; absent means unchanged. Already validated for shape.
 *
 * @param attributeDefinitions definitions the request brought, for new indexes
 */
public record TableChanges(
    List<KeyAttribute> attributeDefinitions,
    Optional<BillingMode> billingMode,
    Optional<CapacityLimits.Units> throughput,
    CapacityLimits limits,
    Optional<StreamChange> stream,
    Optional<Boolean> deletionProtection,
    Optional<TableClass> tableClass,
    Optional<EncryptionChange> encryption,
    List<IndexChange> indexes) {
  /** Nothing. */
  public static final TableChanges NONE =
      new TableChanges(
          List.of(),
          Optional.empty(),
          Optional.empty(),
          CapacityLimits.NONE,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of());

  public TableChanges {
    attributeDefinitions = List.copyOf(attributeDefinitions);
    indexes = List.copyOf(indexes);
  }

  /**
   * Opens or closes the stream.
   *
   * @param view present to open
   */
  public record StreamChange(Optional<StreamView> view) {}

  /** Sets what encryption is described as; absent is the default kind. */
  public record EncryptionChange(Optional<Encryption> encryption) {}

  /** One change of a global index. */
  public sealed interface IndexChange {
    String indexName();
  }

  public record CreateIndex(TableDefinition.IndexDefinition definition) implements IndexChange {
    @Override
    public String indexName() {
      return definition.name();
    }
  }

  public record DeleteIndex(String indexName) implements IndexChange {}

  /** Changes the capacity of an index. */
  public record UpdateIndex(
      String indexName, Optional<CapacityLimits.Units> throughput, CapacityLimits limits)
      implements IndexChange {}
}
