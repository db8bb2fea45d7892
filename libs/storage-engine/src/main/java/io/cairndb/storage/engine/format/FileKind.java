package io.cairndb.storage.engine.format;

import java.nio.charset.StandardCharsets;

/** The two kinds of framed files. */
public enum FileKind {
  LOG("CAIRNWAL"),
  MANIFEST("CAIRNMAN");

  private final byte[] magic;

  FileKind(String magic) {
    this.magic = magic.getBytes(StandardCharsets.US_ASCII);
  }

  byte[] magic() {
    return magic;
  }
}
