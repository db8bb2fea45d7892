package io.cairndb.router.http;

import io.cairndb.router.core.RequestBuffers;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * Gathers the body of one request. Memory grows with what has arrived, not with what the client
 * announces, and is lent by the loop as far as it goes. Confined to the connection's event loop.
 */
final class BodyCollector {
  private static final int FIRST_CHUNK = 16 * 1024;

  /** A few large bodies that never end must not keep the many small ones out. */
  private static final int SMALL_BODY = 64 * 1024;

  private final BodyBudget budget;
  private final int maxBytes;
  private final int announced;
  private final RequestMemory.OfLoop lender;
  private final RequestMemory memory;
  private byte[] bytes;
  private int length;
  private long reserved;
  private boolean released;

  /** Whether the body can still be accepted. */
  enum Verdict {
    ACCEPTED,
    TOO_LONG,
    NO_MEMORY
  }

  /**
   * @param announced length the client claims, or -1
   */
  BodyCollector(BodyBudget budget, int maxBytes, long announced, RequestMemory.OfLoop lender) {
    this.budget = budget;
    this.maxBytes = maxBytes;
    this.lender = lender;
    this.memory = lender.take();
    this.bytes = memory.body();
    this.announced = announced > maxBytes ? maxBytes + 1 : (int) announced;
  }

  Verdict check() {
    return announced > maxBytes ? Verdict.TOO_LONG : Verdict.ACCEPTED;
  }

  Verdict add(ByteBuf content) {
    int added = content.readableBytes();
    if (added > maxBytes - length) {
      return Verdict.TOO_LONG;
    }
    if (!tryReserve(added)) {
      return Verdict.NO_MEMORY;
    }
    ensureCapacity(length + added);
    content.readBytes(bytes, length, added);
    length += added;
    return Verdict.ACCEPTED;
  }

  /** Takes bytes from the budget for this request until it is released. */
  boolean tryReserve(int added) {
    boolean large = reserved + added > SMALL_BODY;
    if (!(large ? budget.tryReserveForLarge(added) : budget.tryReserve(added))) {
      return false;
    }
    reserved += added;
    return true;
  }

  private void ensureCapacity(int needed) {
    if (needed <= bytes.length) {
      return;
    }
    int capacity = Math.max(needed, Math.min(maxBytes, bytes.length * 2));
    if (announced >= needed) {
      capacity = Math.min(announced, Math.max(capacity, FIRST_CHUNK));
    }
    bytes = Arrays.copyOf(bytes, capacity);
  }

  /** Array that begins with the whole body; the request's until the collector is released. */
  byte[] body() {
    return bytes;
  }

  int bodyLength() {
    return length;
  }

  /** The request's until the collector is released. */
  RequestBuffers buffers() {
    return memory.buffers();
  }

  /** To be called once, when the request is done with its body and its answer is encoded. */
  void release() {
    if (released) {
      throw new IllegalStateException("released twice");
    }
    released = true;
    budget.release(reserved);
    lender.giveBack(memory, bytes);
  }
}
