package io.cairndb.item;

import java.nio.charset.StandardCharsets;

/** Comparisons and lengths of UTF-8 text that do not allocate for ASCII. */
final class Utf8 {

  private Utf8() {}

  /** Bytes of {@code text} in UTF-8; an unpaired surrogate counts as the one byte it becomes. */
  static int length(String text) {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      if (text.charAt(i) >= 0x80) {
        return text.getBytes(StandardCharsets.UTF_8).length;
      }
    }
    return length;
  }

  /** Whether {@code [offset, offset + length)} of {@code bytes} spells {@code text}. */
  static boolean equals(byte[] bytes, int offset, int length, String text) {
    int chars = text.length();
    if (chars > length) {
      return false;
    }
    for (int i = 0; i < chars; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        return new String(bytes, offset, length, StandardCharsets.UTF_8).equals(text);
      }
      if (bytes[offset + i] != c) {
        return false;
      }
    }
    return chars == length;
  }
}
