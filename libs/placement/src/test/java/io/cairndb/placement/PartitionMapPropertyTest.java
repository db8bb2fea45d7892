package io.cairndb.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.RandomSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Every token of every group has exactly one partition, whatever was added and removed before. */
final class PartitionMapPropertyTest {
  private final long seed = Long.getLong("cairn.seed", System.nanoTime());
  private final RandomSource random = RandomSource.seeded(seed);

  @Test
  void rangesTileTheTokenSpaceAfterAnySequenceOfChanges() {
    System.out.println("rerun with -Dcairn.seed=" + seed);
    PartitionMap map = PartitionMap.EMPTY;
    Map<UUID, List<Partition>> model = new HashMap<>();
    List<UUID> groups = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      groups.add(id());
    }
    for (int step = 0; step < 400; step++) {
      UUID group = groups.get(random.nextInt(groups.size()));
      long versionBefore = map.version();
      if (random.nextInt(4) == 0) {
        boolean changes = model.remove(group) != null;
        map = map.without(group);
        assertEquals(changes ? versionBefore + 1 : versionBefore, map.version());
      } else {
        List<Partition> partitions = place(group, 1 + random.nextInt(9));
        model.put(group, partitions);
        map = map.with(group, partitions);
        assertEquals(versionBefore + 1, map.version());
      }
      for (UUID known : groups) {
        requireSameAsModel(map, known, model.getOrDefault(known, List.of()));
      }
    }
  }

  private void requireSameAsModel(PartitionMap map, UUID group, List<Partition> expected) {
    assertEquals(expected, map.partitionsOf(group));
    long[] tokens = {0, -1, Long.MAX_VALUE, Long.MIN_VALUE, random.nextLong()};
    for (long token : tokens) {
      Partition found = map.find(group, token);
      if (expected.isEmpty()) {
        assertNull(found);
        assertThrows(UnknownGroupException.class, () -> map.locate(group, token));
      } else {
        assertNotNull(found);
        assertEquals(1, expected.stream().filter(p -> p.range().contains(token)).count());
        assertTrue(found.range().contains(token));
        assertSame(found, map.find(found.id()));
      }
    }
  }

  @Test
  void boundariesBelongToExactlyOneSide() {
    UUID group = id();
    PartitionMap map = PartitionMap.EMPTY.with(group, place(group, 7));
    for (Partition partition : map.partitionsOf(group)) {
      assertSame(partition, map.locate(group, partition.range().fromInclusive()));
      assertSame(partition, map.locate(group, partition.range().toInclusive()));
    }
  }

  @Test
  void refusesGapsOverlapsForeignPartitionsAndRepeatedIds() {
    UUID group = id();
    List<Partition> three = place(group, 3);
    PartitionMap empty = PartitionMap.EMPTY;
    assertThrows(
        IllegalArgumentException.class,
        () -> empty.with(group, List.of(three.get(0), three.get(2))));
    assertThrows(IllegalArgumentException.class, () -> empty.with(group, three.subList(0, 2)));
    assertThrows(IllegalArgumentException.class, () -> empty.with(group, List.of()));
    assertThrows(IllegalArgumentException.class, () -> empty.with(id(), three));
    List<Partition> overlapping = new ArrayList<>(three);
    overlapping.add(place(group, 3).get(1));
    assertThrows(IllegalArgumentException.class, () -> empty.with(group, overlapping));
    UUID other = id();
    List<Partition> stolen =
        List.of(
            new Partition(
                three.get(0).id(), other, TokenRange.ALL, three.get(0).home(), Epoch.FIRST));
    assertThrows(
        IllegalArgumentException.class, () -> empty.with(group, three).with(other, stolen));
  }

  @Test
  void splitsAnyCountIntoEvenRanges() {
    for (int count = 1; count <= 300; count++) {
      List<TokenRange> ranges = TokenRange.split(count);
      assertEquals(count, ranges.size());
      assertEquals(0L, ranges.getFirst().fromInclusive());
      assertEquals(-1L, ranges.getLast().toInclusive());
      long narrowest = -1L;
      long widest = 0;
      for (int i = 0; i < count; i++) {
        TokenRange range = ranges.get(i);
        assertTrue(i == 0 || ranges.get(i - 1).isFollowedBy(range));
        long width = range.toInclusive() - range.fromInclusive();
        narrowest = Long.compareUnsigned(width, narrowest) < 0 ? width : narrowest;
        widest = Long.compareUnsigned(width, widest) > 0 ? width : widest;
      }
      assertTrue(widest - narrowest <= 1, "uneven for " + count);
    }
  }

  @Test
  void dealsPartitionsToShardsInTurn() {
    List<ShardId> shards = List.of(new ShardId(0, 0), new ShardId(0, 1), new ShardId(0, 2));
    Map<ShardId, Integer> firstHomes = new HashMap<>();
    for (int i = 0; i < 90; i++) {
      List<Partition> partitions = InitialPlacement.partitions(id(), 6, shards, this::id);
      for (int j = 0; j < 6; j++) {
        assertEquals(partitions.get(j).home(), partitions.get((j + 3) % 6).home());
      }
      firstHomes.merge(partitions.getFirst().home(), 1, Integer::sum);
    }
    assertEquals(3, firstHomes.size(), "every shard comes first for some group: " + firstHomes);
  }

  private List<Partition> place(UUID group, int count) {
    return InitialPlacement.partitions(
        group, count, List.of(new ShardId(0, 0), new ShardId(0, 1)), this::id);
  }

  private UUID id() {
    return new UUID(random.nextLong(), random.nextLong());
  }
}
