package io.cairndb.storage.engine.tool;

import java.util.HexFormat;

/** Keys and values as one line of text. Pure functions. */
final class Texts {
  private Texts() {}

  /** Printable ASCII as it is, in quotes; every other byte as {@code \xx}. */
  static String escaped(byte[] bytes) {
    StringBuilder text = new StringBuilder(bytes.length + 2).append('"');
    for (byte b : bytes) {
      if (b == '"' || b == '\\') {
        text.append('\\').append((char) b);
      } else if (b >= ' ' && b <= '~') {
        text.append((char) b);
      } else {
        text.append('\\');
        HexFormat.of().toHexDigits(text, b);
      }
    }
    return text.append('"').toString();
  }

  /** Two digits for each byte. */
  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
