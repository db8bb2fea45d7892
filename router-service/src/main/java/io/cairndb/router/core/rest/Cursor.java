package io.cairndb.router.core.rest;

import io.cairndb.item.Item;
import io.cairndb.item.ItemFormatException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Where a request goes on, for clients to hand back unread: version, digest of what was asked, the
 * last key. With another question it is refused. It is no secret and gives no access: the key in it
 * is checked like any other.
 */
final class Cursor {
  private static final byte VERSION = 1;
  private static final int DIGEST_BYTES = 16;

  private final byte[] digest;

  private Cursor(byte[] digest) {
    this.digest = digest;
  }

  /** The cursors of a request that asks for that. */
  static Cursor of(@Nullable String... question) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part : question) {
        byte[] bytes = part == null ? new byte[0] : part.getBytes(StandardCharsets.UTF_8);
        int length = part == null ? -1 : bytes.length;
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(length).flip());
        digest.update(bytes);
      }
      return new Cursor(Arrays.copyOf(digest.digest(), DIGEST_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  String encode(Item lastKey) {
    byte[] key = lastKey.bytes();
    byte[] bytes =
        ByteBuffer.allocate(1 + DIGEST_BYTES + key.length)
            .put(VERSION)
            .put(digest)
            .put(key)
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  Item decode(String cursor) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(cursor);
      if (bytes.length > 1 + DIGEST_BYTES
          && bytes[0] == VERSION
          && Arrays.equals(bytes, 1, 1 + DIGEST_BYTES, digest, 0, DIGEST_BYTES)) {
        return Item.wrap(Arrays.copyOfRange(bytes, 1 + DIGEST_BYTES, bytes.length))
            .requireWellFormed();
      }
    } catch (IllegalArgumentException | ItemFormatException damaged) {
      throw invalid();
    }
    throw invalid();
  }

  private static ProblemException invalid() {
    return ProblemException.invalid(
        "The cursor is not one of this request: only limit and fields may change on the way.");
  }
}
