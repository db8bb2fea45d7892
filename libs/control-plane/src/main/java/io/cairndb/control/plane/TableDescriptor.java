package io.cairndb.control.plane;

import io.cairndb.item.schema.KeyAttribute;
import io.cairndb.item.schema.TableSchema;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Everything known about a table. Immutable; replaced as a whole.
 *
 * <p>Invariant: {@code schema().globalIndexes()} are the definitions of {@code globalIndexes()}
 * that are not being deleted, in the same order; {@code schema().stream()} is the view of the open
 * stream, if any.
 *
 * @param attributeDefinitions key attributes of the table and its indexes, as declared
 * @param streams incarnations of the stream still readable, oldest first
 */
public record TableDescriptor(
    TableSchema schema,
    List<KeyAttribute> attributeDefinitions,
    TableStatus status,
    long createdMillis,
    TableSettings settings,
    List<GlobalIndex> globalIndexes,
    List<TableStream> streams,
    TimeToLive timeToLive) {

  public TableDescriptor {
    attributeDefinitions = List.copyOf(attributeDefinitions);
    globalIndexes = List.copyOf(globalIndexes);
    streams = List.copyOf(streams);
  }

  public UUID id() {
    return schema.tableId();
  }

  public String name() {
    return schema.name();
  }

  public Optional<GlobalIndex> globalIndex(String indexName) {
    return globalIndexes.stream().filter(index -> index.name().equals(indexName)).findFirst();
  }

  public Optional<GlobalIndex> globalIndex(UUID indexId) {
    return globalIndexes.stream()
        .filter(index -> index.definition().id().equals(indexId))
        .findFirst();
  }

  /** The newest incarnation of the stream, open or not. */
  public Optional<TableStream> latestStream() {
    return streams.isEmpty() ? Optional.empty() : Optional.of(streams.getLast());
  }

  public Optional<TableStream> stream(String label) {
    return streams.stream().filter(stream -> stream.label().equals(label)).findFirst();
  }

  public TableDescriptor withSchema(TableSchema changed) {
    return with(draft -> draft.schema = changed);
  }

  public TableDescriptor withAttributeDefinitions(List<KeyAttribute> changed) {
    return with(draft -> draft.attributeDefinitions = changed);
  }

  public TableDescriptor withStatus(TableStatus changed) {
    return with(draft -> draft.status = changed);
  }

  public TableDescriptor withSettings(TableSettings changed) {
    return with(draft -> draft.settings = changed);
  }

  public TableDescriptor withGlobalIndexes(List<GlobalIndex> changed) {
    return with(draft -> draft.globalIndexes = changed);
  }

  public TableDescriptor withStreams(List<TableStream> changed) {
    return with(draft -> draft.streams = changed);
  }

  public TableDescriptor withTimeToLive(TimeToLive changed) {
    return with(draft -> draft.timeToLive = changed);
  }

  private TableDescriptor with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.build();
  }

  /** A copy on its way to being changed. Confined to the method that makes it. */
  private static final class Draft {
    private final long createdMillis;
    private TableSchema schema;
    private List<KeyAttribute> attributeDefinitions;
    private TableStatus status;
    private TableSettings settings;
    private List<GlobalIndex> globalIndexes;
    private List<TableStream> streams;
    private TimeToLive timeToLive;

    Draft(TableDescriptor table) {
      createdMillis = table.createdMillis;
      schema = table.schema;
      attributeDefinitions = table.attributeDefinitions;
      status = table.status;
      settings = table.settings;
      globalIndexes = table.globalIndexes;
      streams = table.streams;
      timeToLive = table.timeToLive;
    }

    TableDescriptor build() {
      return new TableDescriptor(
          schema,
          attributeDefinitions,
          status,
          createdMillis,
          settings,
          globalIndexes,
          streams,
          timeToLive);
    }
  }
}
