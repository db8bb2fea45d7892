package io.cairndb.benchmarks.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** People read amounts with their units; the lines between processes are not for them. */
class ReportTest {
  private static final Result RESULT =
      new Result(
          StoreKind.CAIRN,
          1024,
          "read-missing",
          2_500_000,
          2.0,
          new Result.Percentiles(0.7, 12.4, 1_340, 2_500_000),
          5_000_000,
          0);
  private static final Figure FIGURE =
      new Figure(StoreKind.CAIRN, 1024, "resident memory", 300L << 20);

  @Test
  void aResultIsOneReadableLine() {
    assertEquals(
        Optional.of(
            "  read-missing                       1,250,000 ops/s"
                + "   p50 0.7 µs, p99 12 µs, p99.9 1.3 ms, max 2.5 s"),
        Report.line(RESULT.line()));
    assertEquals(
        Optional.of("  resident memory                          300 MB"),
        Report.line(FIGURE.line()));
    assertEquals(Optional.empty(), Report.line("something else"));
  }

  @Test
  void theTableIsAligned() {
    StringWriter text = new StringWriter();
    new ResultTable(
            List.of(StoreKind.CAIRN, StoreKind.ROCKSDB),
            1024,
            List.of(RESULT.line(), FIGURE.line(), "noise"))
        .print(new PrintWriter(text));
    List<String> rows = text.toString().lines().filter(line -> line.startsWith("|")).toList();
    assertEquals(4, rows.size(), text.toString());
    rows.forEach(row -> assertEquals(rows.getFirst().length(), row.length(), text.toString()));
    assertTrue(rows.get(2).contains("1,250,000 | 0.7, 12.4, 1340, 2,500,000 |"), rows.get(2));
    assertTrue(rows.get(3).startsWith("| resident memory, MB "), rows.get(3));
  }
}
