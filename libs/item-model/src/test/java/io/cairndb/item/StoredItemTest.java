package io.cairndb.item;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * An item's array may be stored once; whoever stores the item again must get an array of its own.
 */
class StoredItemTest {
  private final Item item = Item.of(Map.of("a", new AttributeValue.S("value")));

  @Test
  void theItemsOwnArrayIsGivenAwayOnce() {
    byte[] first = new StoredItem(1, 2, item).encode();
    byte[] before = first.clone();
    byte[] second = new StoredItem(3, 4, item).encode();
    assertSame(item.array(), first);
    assertNotSame(first, second);
    assertArrayEquals(before, first, "a second encoding leaves the first as it was");
    assertEquals(new StoredItem(1, 2, item), StoredItem.decode(first));
    assertEquals(new StoredItem(3, 4, item), StoredItem.decode(second));
  }

  @Test
  void anItemOfForeignBytesIsCopied() {
    byte[] stored = new StoredItem(1, 2, item).encode();
    Item read = StoredItem.decode(stored).item();
    byte[] again = new StoredItem(5, 6, read).encode();
    assertNotSame(stored, again);
    assertEquals(1, StoredItem.decode(stored).hlcMsb());
    assertEquals(5, StoredItem.decode(again).hlcMsb());
  }

  @Test
  void aSliceDecodesAsTheWhole() {
    byte[] stored = new StoredItem(1, 2, item).encode();
    byte[] wider = new byte[stored.length + 7];
    System.arraycopy(stored, 0, wider, 3, stored.length);
    assertEquals(StoredItem.decode(stored), StoredItem.decode(wider, 3, stored.length));
  }
}
