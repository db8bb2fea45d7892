package io.cairndb.storage.node;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * Where the memory of a process with shards goes, at most. Pure arithmetic but for {@link
 * Machine#here}.
 *
 * @param machine what the process has
 * @param writeBufferBytes for memtables, outside the heap
 * @param blockCacheBytes for block caches with indexes and filters, outside the heap
 */
public record MemoryPlan(Machine machine, long writeBufferBytes, long blockCacheBytes) {
  private static final long MEBIBYTE = 1L << 20;

  /** Classes, compiled code, stacks of threads, and the catalog's engine in one process. */
  private static final long PROCESS_BYTES = 192 * MEBIBYTE;

  /** The collector keeps about this share of the heap beside it. */
  private static final int COLLECTOR_SHARE = 16;

  /** Unless told, as large as this part of the heap. */
  private static final int WRITE_BUFFER_SHARE = 4;

  private static final int BLOCK_CACHE_SHARE = 8;

  /**
   * What a process has.
   *
   * @param heapBytes the Java heap at most
   * @param directBytes the most that buffers of the network and of files take outside of it
   * @param memoryBytes of the machine, or the limit of the container
   */
  public record Machine(long heapBytes, long directBytes, long memoryBytes) {
    /** That of this process. */
    public static Machine here() {
      long heap = Runtime.getRuntime().maxMemory();
      long direct =
          Long.parseLong(
              ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                  .getVMOption("MaxDirectMemorySize")
                  .getValue());
      long memory =
          ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
      return new Machine(heap, direct == 0 ? heap : direct, memory);
    }
  }

  /**
   * Follows from the settings, by the heap where these leave it open.
   *
   * @throws IllegalArgumentException naming the setting, when what they ask for is not there
   */
  public static MemoryPlan of(Machine machine, StorageSettings.Memory wanted) {
    long buffers = orShare(wanted.writeBufferBytes(), machine.heapBytes() / WRITE_BUFFER_SHARE);
    long cache = orShare(wanted.blockCacheBytes(), machine.heapBytes() / BLOCK_CACHE_SHARE);
    boolean told = wanted.writeBufferBytes() != 0 || wanted.blockCacheBytes() != 0;
    if (told && machine.heapBytes() + buffers + cache > machine.memoryBytes()) {
      boolean larger = wanted.writeBufferBytes() >= wanted.blockCacheBytes();
      throw new IllegalArgumentException(
          "%s is too large: %s of write buffers, %s of cache and %s of heap exceed the memory of %s"
              .formatted(
                  larger ? "write-buffers" : "block-cache",
                  mebibytes(buffers),
                  mebibytes(cache),
                  mebibytes(machine.heapBytes()),
                  mebibytes(machine.memoryBytes())));
    }
    return new MemoryPlan(machine, buffers, cache);
  }

  private static long orShare(long told, long share) {
    return told == 0 ? Math.max(4 * MEBIBYTE, share) : told;
  }

  /** The collector's, the compiler's and whatever else the process takes. */
  public long processBytes() {
    return PROCESS_BYTES + machine.heapBytes() / COLLECTOR_SHARE;
  }

  /** All of it: the process takes no more, whatever is asked of it. */
  public long totalBytes() {
    return machine.heapBytes()
        + machine.directBytes()
        + writeBufferBytes
        + blockCacheBytes
        + processBytes();
  }

  /** Whether there is as much. */
  public boolean fits() {
    return totalBytes() <= machine.memoryBytes();
  }

  /** For the log, in one line. */
  public String describe() {
    return "heap=%s direct=%s write-buffers=%s block-cache=%s process=%s sum=%s of=%s"
        .formatted(
            mebibytes(machine.heapBytes()),
            mebibytes(machine.directBytes()),
            mebibytes(writeBufferBytes),
            mebibytes(blockCacheBytes),
            mebibytes(processBytes()),
            mebibytes(totalBytes()),
            mebibytes(machine.memoryBytes()));
  }

  private static String mebibytes(long bytes) {
    return bytes / MEBIBYTE + " MiB";
  }
}
