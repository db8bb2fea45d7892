package io.cairndb.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Operators read {@code docs/metrics.md}; what it lists is what is served, in the same order. */
class MetricsDocumentTest {
  private static final Path DOCUMENT =
      Path.of(System.getProperty("cairn.root", "..")).resolve("docs/metrics.md");
  private static final Pattern ROW =
      Pattern.compile("\\| `(cairn_[a-z_]+)` \\| (\\w+) \\| [^|]*\\| ([^|]+?) \\|");

  /** What the document and the code say of a metric. */
  private record Entry(String name, String type, String meaning) {}

  @Test
  void theTableListsEveryMetricWithItsTypeAndMeaning() throws IOException {
    List<Entry> documented = new ArrayList<>();
    String document = Files.readString(DOCUMENT, StandardCharsets.UTF_8);
    for (String line : document.substring(0, document.indexOf("\n## All services")).split("\n")) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        documented.add(new Entry(row.group(1), row.group(2), row.group(3)));
      }
    }
    List<Entry> served =
        ProcessMetric.all().stream()
            .map(
                metric ->
                    new Entry(
                        metric.prometheusName(),
                        metric.type().name().toLowerCase(Locale.ROOT),
                        metric.meaning()))
            .toList();
    assertEquals(served, documented, "docs/metrics.md and what is served differ");
  }
}
