package io.cairndb.storage.engine.cursor;

import org.jspecify.annotations.Nullable;

/** Shows the entry under another cursor; how it moves is the affair of its kinds. */
public abstract class WrappedCursor implements EntryCursor {
  protected final EntryCursor source;

  /** Takes {@code source} over, and closes it in the end. */
  protected WrappedCursor(EntryCursor source) {
    this.source = source;
  }

  @Override
  public boolean isValid() {
    return source.isValid();
  }

  @Override
  public byte[] keyArray() {
    return source.keyArray();
  }

  @Override
  public int keyLength() {
    return source.keyLength();
  }

  @Override
  public byte[] key() {
    return source.key();
  }

  @Override
  public long sequence() {
    return source.sequence();
  }

  @Override
  public boolean isTombstone() {
    return source.isTombstone();
  }

  @Override
  public byte @Nullable [] valueArray() {
    return source.valueArray();
  }

  @Override
  public int valueOffset() {
    return source.valueOffset();
  }

  @Override
  public int valueLength() {
    return source.valueLength();
  }

  @Override
  public byte @Nullable [] value() {
    return source.value();
  }

  @Override
  public void close() {
    source.close();
  }
}
