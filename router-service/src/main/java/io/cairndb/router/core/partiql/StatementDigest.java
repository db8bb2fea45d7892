package io.cairndb.router.core.partiql;

import io.cairndb.item.AttributeValue;
import io.cairndb.item.Bytes;
import io.cairndb.item.Item;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What tells statements apart: their texts and parameters. Confined to one request. */
public final class StatementDigest {
  static final int BYTES = 16;

  private final MessageDigest digest;

  public StatementDigest() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  public StatementDigest add(String statement, List<AttributeValue> parameters) {
    bytes(statement.getBytes(StandardCharsets.UTF_8));
    Map<String, AttributeValue> numbered = new LinkedHashMap<>();
    for (AttributeValue parameter : parameters) {
      numbered.put(Integer.toString(numbered.size()), parameter);
    }
    bytes(Item.of(numbered).bytes());
    return this;
  }

  /** 128 bits. */
  public Bytes finish() {
    return Bytes.of(digest.digest(), 0, BYTES);
  }

  private void bytes(byte[] bytes) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    digest.update(bytes);
  }
}
