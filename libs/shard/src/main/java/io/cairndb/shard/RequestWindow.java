package io.cairndb.shard;

import io.cairndb.item.Item;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answers to the last requests that carried an id, bounded by number and by the bytes of the items
 * they hold. Confined to the shard's loop.
 *
 * <p>Kept in memory only: a request is repeated by a coordinator that lost the answer, and in one
 * process nothing that could repeat a request outlives the shard.
 */
final class RequestWindow {
  private final int maxRequests;
  private final long maxBytes;
  private final Map<RequestId, CommandResult.Written> answers = new LinkedHashMap<>();
  private long bytes;

  /** For readers on other threads. */
  private volatile int size;

  RequestWindow(int maxRequests, long maxBytes) {
    this.maxRequests = maxRequests;
    this.maxBytes = maxBytes;
  }

  CommandResult.@Nullable Written answerTo(@Nullable RequestId request) {
    return request == null ? null : answers.get(request);
  }

  void remember(RequestId request, CommandResult.Written answer) {
    answers.put(request, answer);
    bytes += sizeOf(answer);
    var oldest = answers.values().iterator();
    while (answers.size() > maxRequests || (bytes > maxBytes && answers.size() > 1)) {
      bytes -= sizeOf(oldest.next());
      oldest.remove();
    }
    size = answers.size();
  }

  /** How many answers are kept; the only method for other threads. */
  int size() {
    return size;
  }

  private static long sizeOf(CommandResult.Written answer) {
    return length(answer.oldItem()) + length(answer.newItem());
  }

  private static long length(@Nullable Item item) {
    return item == null ? 0 : item.length();
  }
}
