package io.cairndb.dynamodb.wire.request;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A nested structure: its members, and how it is read once it has begun. What is read is null when
 * a required member is missing or refused, which the reader has then noted.
 */
record Structure<T>(Members members, Function<RequestReader, @Nullable T> read) {

  String shape() {
    return members.shape();
  }
}
