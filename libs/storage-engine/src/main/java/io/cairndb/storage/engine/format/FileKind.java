package io.cairndb.storage.engine.format;

import java.nio.charset.StandardCharsets;

/** The two kinds of framed files. */
public enum FileKind {
  LOG("CAIRNWAL"),
  MANIFEST("CAIRNMAN");

  /** The newest format version this code writes and reads, the same for both kinds. */
  public static final int VERSION = 1;

  private final byte[] magic;

  FileKind(String magic) {
    this.magic = magic.getBytes(StandardCharsets.US_ASCII);
  }

  byte[] magic() {
    return magic;
  }
}
