package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import io.cairndb.item.Item;

/**
 * The size of all items with one partition key, in a table with local indexes.
 *
 * @param itemCollectionKey the partition key
 * @param lowerBoundGigabytes the size is at least this
 * @param upperBoundGigabytes the size is at most this
 */
public record ItemCollectionMetrics(
    Item itemCollectionKey, double lowerBoundGigabytes, double upperBoundGigabytes) {

  void writeTo(JsonWriter json) {
    json.beginObject();
    json.member("ItemCollectionKey").item(itemCollectionKey);
    json.member("SizeEstimateRangeGB").beginArray();
    json.number(lowerBoundGigabytes).number(upperBoundGigabytes);
    json.endArray();
    json.endObject();
  }
}
