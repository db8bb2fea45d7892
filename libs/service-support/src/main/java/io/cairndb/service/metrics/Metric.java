package io.cairndb.service.metrics;

/** A metric as {@code docs/metrics.md} lists it; implemented by one enum of each service. */
public interface Metric {
  /** As Prometheus shows it: {@code cairn_<component>_<what>_<unit>[_total]}. */
  String prometheusName();

  Type type();

  /** A few words for operators. */
  String meaning();

  /** What kind of value it is. */
  enum Type {
    GAUGE,
    COUNTER,
    /** Times in seconds, by buckets; the greatest of late has a gauge of its own, {@code …_max}. */
    HISTOGRAM
  }
}
