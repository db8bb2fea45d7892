package io.cairndb.router.http;

import io.cairndb.router.core.RequestBuffers;
import java.util.ArrayDeque;

/**
 * Arrays for the body of a request, for the item it reads and for its answer, used by one request
 * after another.
 *
 * <p>A request has its memory to itself from its first byte until its answer has been encoded, on
 * whatever threads it is worked on meanwhile; {@link OfLoop} owns it in between.
 */
final class RequestMemory {
  private static final byte[] NOTHING = {};

  /** A larger body or answer gets an array that is not kept. */
  private static final int KEPT_BYTES = 16 * 1024;

  private final RequestBuffers buffers = new RequestBuffers();
  private byte[] body = NOTHING;

  private RequestMemory() {}

  /** What a body may be put into, as far as it goes. */
  byte[] body() {
    return body;
  }

  RequestBuffers buffers() {
    return buffers;
  }

  /** Takes up the array that the body was put into at last. */
  private void recycle(byte[] lastBody) {
    if (lastBody.length <= KEPT_BYTES) {
      body = lastBody;
    }
    buffers.answer().reset(KEPT_BYTES);
  }

  /** The memory of one event loop that no request has. Confined to the loop. */
  static final class OfLoop {
    /** Requests at one time for which memory is kept; more get memory of their own. */
    private static final int KEPT = 64;

    private final ArrayDeque<RequestMemory> idle = new ArrayDeque<>(KEPT);

    RequestMemory take() {
      RequestMemory memory = idle.pollLast();
      return memory == null ? new RequestMemory() : memory;
    }

    /**
     * Takes memory back from a request that is done.
     *
     * @param lastBody what its body was put into at last
     */
    void giveBack(RequestMemory memory, byte[] lastBody) {
      if (idle.size() < KEPT) {
        memory.recycle(lastBody);
        idle.addLast(memory);
      }
    }
  }
}
