package io.cairndb.metrics;

import java.util.regex.Pattern;

/** A metric as {@code docs/metrics.md} lists it; implemented by one enum of each module. */
public interface Metric {

  /** All that is said of it. */
  Details details();

  /** As Prometheus shows it: {@code cairn_<component>_<what>_<unit>[_total]}. */
  default String prometheusName() {
    return details().prometheusName();
  }

  default Type type() {
    return details().type();
  }

  /** A few words for operators. */
  default String meaning() {
    return details().meaning();
  }

  /** What kind of value it is. */
  enum Type {
    GAUGE,
    COUNTER,
    /** Times in seconds, by buckets; the greatest of late has a gauge of its own, {@code …_max}. */
    HISTOGRAM
  }

  /** What a constant is made of. */
  record Details(String prometheusName, Type type, String meaning) {
    private static final Pattern NAME = Pattern.compile("cairn(_[a-z]+)+");

    /**
     * @throws IllegalArgumentException when the name is not one of that type
     */
    public Details {
      boolean fits =
          switch (type) {
            case GAUGE -> !prometheusName.endsWith("_total");
            case COUNTER -> prometheusName.endsWith("_total");
            case HISTOGRAM -> prometheusName.endsWith("_seconds");
          };
      if (!fits || !NAME.matcher(prometheusName).matches()) {
        throw new IllegalArgumentException(prometheusName + " does not name a " + type);
      }
    }

    /** Of a value that goes up and down. */
    public static Details gauge(String prometheusName, String meaning) {
      return new Details(prometheusName, Type.GAUGE, meaning);
    }

    /** Of a value that only grows, from 0 at the start of the process. */
    public static Details counter(String prometheusName, String meaning) {
      return new Details(prometheusName, Type.COUNTER, meaning);
    }

    /** Of times. */
    public static Details histogram(String prometheusName, String meaning) {
      return new Details(prometheusName, Type.HISTOGRAM, meaning);
    }
  }
}
