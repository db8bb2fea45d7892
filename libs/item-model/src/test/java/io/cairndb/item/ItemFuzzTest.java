package io.cairndb.item;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.item.schema.ScalarType;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Bytes from a broken disk or a hostile peer end in one defined exception, and end. */
final class ItemFuzzTest {
  private final Gens gens = Gens.announced(ItemFuzzTest.class);
  private int refused;
  private int accepted;

  @Test
  void arbitraryBytesAreItemsOrRefused() {
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = gens.bytes(60);
      if (bytes.length > 0) {
        bytes[0] = ItemLayout.VERSION;
      }
      decodeItem(bytes);
    }
    assertTrue(refused > 0);
  }

  @Test
  void damagedItemsAreItemsOrRefused() {
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = Item.of(gens.map(1 + gens.below(4), 3)).bytes().clone();
      if (gens.below(4) == 0) {
        bytes = Arrays.copyOf(bytes, gens.below(bytes.length + 1));
      }
      for (int flips = gens.below(4); flips > 0 && bytes.length > 1; flips--) {
        bytes[1 + gens.below(bytes.length - 1)] ^= (byte) (1 << gens.below(8));
      }
      decodeItem(bytes);
    }
    assertTrue(refused > 0 && accepted > 0, refused + " refused, " + accepted + " accepted");
  }

  @Test
  void endlessNestingIsRefused() {
    // Lists within lists to the end of a large item: recursion must stop at the limit.
    byte[] bytes = new byte[400_000];
    bytes[0] = ItemLayout.VERSION;
    bytes[5] = 1;
    bytes[6] = 'a';
    for (int at = 7; at + 5 <= bytes.length; at += 5) {
      bytes[at] = ItemLayout.TAG_L;
      ItemLayout.putInt(bytes, at + 1, bytes.length - at - 5);
    }
    decodeItem(bytes);
    assertEquals(0, accepted);
  }

  @Test
  void arbitraryKeysAreValuesOrRefused() {
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = gens.bytes(30);
      for (ScalarType type : ScalarType.values()) {
        try {
          AttributeValue value = KeyEncoder.decode(type, bytes, 0);
          int end = KeyEncoder.end(type, bytes, 0);
          if (type != ScalarType.S) {
            // A string of malformed UTF-8 is the one form that does not encode to itself.
            assertEquals(
                Bytes.of(bytes, 0, end), Bytes.of(KeyEncoder.encode(value)), "type " + type);
          }
          accepted++;
        } catch (ItemFormatException expected) {
          refused++;
        }
      }
    }
    assertTrue(refused > 0 && accepted > 0, refused + " refused, " + accepted + " accepted");
  }

  private void decodeItem(byte[] bytes) {
    try {
      Item item = Item.wrap(bytes);
      item.attributes();
      item.requireWellFormed();
      accepted++;
    } catch (ItemFormatException expected) {
      refused++;
    }
    try {
      ItemReader.decode(bytes);
      StoredItem.decode(bytes).item().attributes();
    } catch (ItemFormatException expected) {
      refused++;
    }
  }
}
