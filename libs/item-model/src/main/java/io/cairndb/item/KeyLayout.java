package io.cairndb.item;

import io.cairndb.item.schema.KeySchema;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where things lie in an engine's main tree: {@code group(16) | token(8) | partition | family(1) |
 * rest}, see {@code docs/formats/keys.md}. Everything of one partition key value is one range, a
 * range of tokens is one range, a table group is one range. Pure functions.
 */
public final class KeyLayout {
  /** Items; the rest is the encoded sort key. */
  public static final int FAMILY_ITEM = 0x10;

  /** Local index entries; the rest is {@code ordinal(1) | index sort | base sort}. */
  public static final int FAMILY_LOCAL_INDEX = 0x20;

  /** Intents of transactions; the rest is the encoded sort key. */
  public static final int FAMILY_INTENT = 0x30;

  private static final int GROUP_BYTES = 16;

  /** Where the encoded partition key starts. */
  public static final int PARTITION_OFFSET = GROUP_BYTES + Long.BYTES;

  private KeyLayout() {}

  /** Key of a base item. */
  public static byte[] item(UUID group, ItemKey key) {
    return inFamily(group, key, FAMILY_ITEM, key.sort());
  }

  /** Key of the intent a transaction has on an item. */
  public static byte[] intent(UUID group, ItemKey key) {
    return inFamily(group, key, FAMILY_INTENT, key.sort());
  }

  /**
   * Entry of a local index.
   *
   * @param base key of the item
   * @param ordinal of the index, 1–255
   * @param indexSort encoded sort attribute of the index
   */
  public static byte[] localEntry(UUID group, ItemKey base, int ordinal, byte[] indexSort) {
    byte[] prefix = localPrefix(group, base, ordinal);
    int sortAt = prefix.length;
    int baseAt = sortAt + indexSort.length;
    byte[] key = Arrays.copyOf(prefix, baseAt + base.sort().length);
    System.arraycopy(indexSort, 0, key, sortAt, indexSort.length);
    System.arraycopy(base.sort(), 0, key, baseAt, base.sort().length);
    return key;
  }

  /** Beginning of all entries of one local index under the partition key of {@code base}. */
  public static byte[] localPrefix(UUID group, ItemKey base, int ordinal) {
    if (ordinal < 1 || ordinal > 255) {
      throw new IllegalArgumentException("ordinal " + ordinal);
    }
    return inFamily(group, base, FAMILY_LOCAL_INDEX, new byte[] {(byte) ordinal});
  }

  /**
   * Entry of a global index: an item of the group that the index is.
   *
   * @param indexKey encoded key attributes of the index
   * @param base key of the item the entry stands for
   */
  public static byte[] globalEntry(UUID indexId, ItemKey indexKey, ItemKey base) {
    return item(indexId, globalEntryKey(indexKey, base));
  }

  /**
   * Key of a global index entry within the group of its index: the base key follows the sort key,
   * so that items with equal index keys have distinct entries.
   */
  public static ItemKey globalEntryKey(ItemKey indexKey, ItemKey base) {
    byte[] sort = Arrays.copyOf(indexKey.sort(), indexKey.sort().length + base.length());
    int at = indexKey.sort().length;
    System.arraycopy(base.partition(), 0, sort, at, base.partition().length);
    at += base.partition().length;
    System.arraycopy(base.sort(), 0, sort, at, base.sort().length);
    return new ItemKey(indexKey.token(), indexKey.partition(), sort);
  }

  /** Beginning of all keys of one family under one partition key. */
  public static byte[] familyPrefix(UUID group, ItemKey key, int family) {
    return inFamily(group, key, family, new byte[0]);
  }

  /** Beginning of all keys under one partition key, of every family. */
  public static byte[] partitionPrefix(UUID group, ItemKey key) {
    byte[] prefix = tokenLower(group, key.token(), key.partition().length);
    System.arraycopy(key.partition(), 0, prefix, PARTITION_OFFSET, key.partition().length);
    return prefix;
  }

  /** First possible key of a group. */
  public static byte[] groupLower(UUID group) {
    byte[] key = new byte[GROUP_BYTES];
    putGroup(key, group);
    return key;
  }

  /** Exclusive end of a group; null when nothing can follow it. */
  public static byte @Nullable [] groupUpper(UUID group) {
    return successor(groupLower(group));
  }

  /** First possible key of a token. */
  public static byte[] tokenLower(UUID group, long token) {
    return tokenLower(group, token, 0);
  }

  /** Exclusive end of a range of tokens that includes {@code token}; null when nothing follows. */
  public static byte @Nullable [] tokenUpper(UUID group, long token) {
    return successor(tokenLower(group, token));
  }

  /**
   * The least key above every key that begins with {@code prefix}; null when there is none, which
   * is how the engine spells an open end.
   */
  public static byte @Nullable [] successor(byte[] prefix) {
    int last = prefix.length - 1;
    while (last >= 0 && prefix[last] == (byte) 0xFF) {
      last--;
    }
    if (last < 0) {
      return null;
    }
    byte[] next = Arrays.copyOf(prefix, last + 1);
    next[last]++;
    return next;
  }

  /** The table or global index the key belongs to. */
  public static UUID groupOf(byte[] engineKey) {
    requireHeader(engineKey);
    return new UUID(BigEndian.getLong(engineKey, 0), BigEndian.getLong(engineKey, Long.BYTES));
  }

  /** The token that decides which partition the key belongs to; unsigned. */
  public static long tokenOf(byte[] engineKey) {
    requireHeader(engineKey);
    return BigEndian.getLong(engineKey, GROUP_BYTES);
  }

  /** Index of the family byte; the rest follows it. */
  public static int familyOffset(KeySchema schema, byte[] engineKey) {
    requireHeader(engineKey);
    int at = KeyEncoder.end(schema.partition(), engineKey, PARTITION_OFFSET);
    if (at >= engineKey.length) {
      throw new ItemFormatException("an engine key without a family");
    }
    return at;
  }

  /** Family of a key in a group whose items have keys of {@code schema}. */
  public static int familyOf(KeySchema schema, byte[] engineKey) {
    return engineKey[familyOffset(schema, engineKey)] & 0xFF;
  }

  /** The item key behind the engine key of an item, an intent or a global index entry. */
  public static ItemKey itemKeyOf(KeySchema schema, byte[] engineKey) {
    int family = familyOffset(schema, engineKey);
    return new ItemKey(
        tokenOf(engineKey),
        Arrays.copyOfRange(engineKey, PARTITION_OFFSET, family),
        Arrays.copyOfRange(engineKey, family + 1, engineKey.length));
  }

  private static byte[] inFamily(UUID group, ItemKey key, int family, byte[] rest) {
    int familyAt = PARTITION_OFFSET + key.partition().length;
    byte[] engineKey = new byte[familyAt + 1 + rest.length];
    putGroup(engineKey, group);
    BigEndian.putLong(engineKey, GROUP_BYTES, key.token());
    System.arraycopy(key.partition(), 0, engineKey, PARTITION_OFFSET, key.partition().length);
    engineKey[familyAt] = (byte) family;
    System.arraycopy(rest, 0, engineKey, familyAt + 1, rest.length);
    return engineKey;
  }

  private static byte[] tokenLower(UUID group, long token, int more) {
    byte[] key = new byte[PARTITION_OFFSET + more];
    putGroup(key, group);
    BigEndian.putLong(key, GROUP_BYTES, token);
    return key;
  }

  private static void putGroup(byte[] target, UUID group) {
    BigEndian.putLong(target, 0, group.getMostSignificantBits());
    BigEndian.putLong(target, Long.BYTES, group.getLeastSignificantBits());
  }

  private static void requireHeader(byte[] engineKey) {
    if (engineKey.length < PARTITION_OFFSET) {
      throw new ItemFormatException("an engine key of " + engineKey.length + " bytes");
    }
  }
}
