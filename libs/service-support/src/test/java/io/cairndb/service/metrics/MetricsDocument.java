package io.cairndb.service.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cairndb.metrics.Metric;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * {@code docs/metrics.md}, which operators read, against what a service lists and serves. The
 * document has a section for each service, headed by its name.
 */
public final class MetricsDocument {
  private static final Path FILE =
      Path.of(System.getProperty("cairn.root", "../..")).resolve("docs/metrics.md");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `(cairn_[a-z_]+)` \\| (\\w+) \\| [^|]*\\| ([^|]+?) \\|$");
  private static final Pattern SERVED = Pattern.compile("(?m)^# TYPE (cairn_[a-z_]+) (\\w+)$");

  private MetricsDocument() {}

  private record Row(String name, String type, String meaning) {}

  /**
   * Fails when a section does not list exactly these, in this order.
   *
   * @param section as in its heading
   */
  public static void assertLists(String section, Metric... metrics) throws IOException {
    List<Row> listed =
        Arrays.stream(metrics)
            .map(
                metric ->
                    new Row(
                        metric.prometheusName(),
                        metric.type().name().toLowerCase(Locale.ROOT),
                        metric.meaning()))
            .toList();
    assertEquals(listed, rows(section), FILE + ", section " + section);
  }

  /**
   * Fails when what is served is not what the section and that of all services list. The histograms
   * of calls between services need not have recorded anything yet, unless they are the section.
   *
   * @param scraped {@code /actuator/prometheus}
   */
  public static void assertServed(String section, String scraped) throws IOException {
    Set<String> served = new TreeSet<>();
    SERVED
        .matcher(scraped)
        .results()
        .map(MetricsDocument::served)
        .filter(name -> !name.endsWith("_max gauge"))
        .forEach(served::add);
    Set<String> listed = new TreeSet<>();
    for (String part : List.of("All services", section)) {
      for (Row row : rows(part)) {
        String entry = row.name() + " " + row.type();
        if (part.equals(section) || !row.type().equals("histogram") || served.contains(entry)) {
          listed.add(entry);
        }
      }
    }
    assertEquals(listed, served, FILE + ", section " + section + ", and what is served");
  }

  private static String served(MatchResult line) {
    return line.group(1) + " " + line.group(2);
  }

  private static List<Row> rows(String section) throws IOException {
    String document = Files.readString(FILE, StandardCharsets.UTF_8);
    String heading = "\n## " + section + "\n";
    int begin = document.indexOf(heading);
    if (begin < 0) {
      throw new AssertionError(FILE + " has no section " + section);
    }
    int next = document.indexOf("\n## ", begin + heading.length());
    String text = next < 0 ? document.substring(begin) : document.substring(begin, next);
    return ROW.matcher(text)
        .results()
        .map(row -> new Row(row.group(1), row.group(2), row.group(3)))
        .toList();
  }
}
