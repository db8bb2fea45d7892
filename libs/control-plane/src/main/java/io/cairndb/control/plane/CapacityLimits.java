package io.cairndb.control.plane;

import java.util.Optional;

/**
 * Optional bounds of capacity beside the provisioned figures: the ceiling of on-demand use and the
 * warm throughput asked for. Kept and described.
 */
public record CapacityLimits(Optional<Units> onDemandMaximum, Optional<Units> warm) {
  public static final CapacityLimits NONE = new CapacityLimits(Optional.empty(), Optional.empty());

  /**
   * Read and write units.
   *
   * @param read -1 for “no limit”
   * @param write -1 for “no limit”
   */
  public record Units(long read, long write) {}
}
