package io.cairndb.cli.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Tables line up, fit the terminal, and carry nothing that could steer it. */
class TextTableTest {

  @Test
  void columnsAreAsWideAsTheirContentAndNumbersStandRight() {
    TextTable table = new TextTable("NAME", "N").row("a", "7").row("longer", "1,234").row("x", "");
    assertEquals(
        List.of("NAME        N", "──────  ─────", "a           7", "longer  1,234", "x"),
        table.lines(Integer.MAX_VALUE));
  }

  @Test
  void theWidestColumnGivesWay() {
    TextTable table = new TextTable("ID", "TEXT").row("1234", "abcdefghijklmnopqrstuvwxyz");
    assertEquals(
        List.of("  ID  TEXT", "────  ──────────────", "1234  abcdefghijklm…"), table.lines(20));
  }

  @Test
  void moreColumnsThanRoomStayReadable() {
    TextTable table = new TextTable("abcdefgh", "ijklmnop", "qrstuvwx").row("1", "2", "3");
    assertEquals("abc…  ijk…  qrs…", table.lines(5).getFirst());
  }

  @Test
  void wideCharactersCountTwice() {
    TextTable table = new TextTable("A", "B").row("日本", "x").row("abcd", "y");
    assertEquals(List.of("A     B", "────  ─", "日本  x", "abcd  y"), table.lines(Integer.MAX_VALUE));
    assertEquals("日…", Glyphs.fit("日本", 3));
  }

  @Test
  void escapesOfTheTerminalAreShownNotObeyed() {
    List<String> lines = new TextTable("A").row("\u001b[2J\n\u202e").lines(Integer.MAX_VALUE);
    assertEquals("\\u001b[2J\\n\\u202e", lines.getLast());
    assertTrue(lines.stream().allMatch(line -> line.chars().allMatch(c -> c >= ' ')));
  }

  @Test
  void amountsHaveTheUnitsPeopleRead() {
    assertEquals("1023 B", Amounts.bytes(1023));
    assertEquals("1.5 KiB", Amounts.bytes(1536));
    assertEquals("1,234,567", Amounts.count(1_234_567));
    assertEquals("2 min 05 s", Amounts.duration(125));
  }
}
