package io.cairndb.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What must not stand in the tree, and documents that must agree with it. */
class RepositoryTest {
  private static final Path ROOT = Path.of(System.getProperty("cairn.root", "../..")).normalize();
  private static final Pattern REGISTRY =
      Pattern.compile("repo1?\\.maven|registry\\.npm|deb\\.debian", Pattern.CASE_INSENSITIVE);
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)(#[^)]*)?\\)");
  private static final List<String> TEXT =
      List.of(".java", ".md", ".xml", ".txt", ".sh", ".yaml", ".yml", ".json", ".py", ".mjs");

  @Test
  void noFileNamesARegistryHost() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : sources()) {
      if (!file.endsWith("RepositoryTest.java")
          && REGISTRY.matcher(Files.readString(file, StandardCharsets.UTF_8)).find()) {
        found.add(ROOT.relativize(file).toString());
      }
    }
    assertEquals(List.of(), found, "files that name a package registry's host");
  }

  @Test
  void everyRelativeLinkInTheDocumentsLeadsSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path file : sources()) {
      if (!file.toString().endsWith(".md")) {
        continue;
      }
      Matcher link = LINK.matcher(Files.readString(file, StandardCharsets.UTF_8));
      while (link.find()) {
        String target = link.group(1).strip();
        if (!target.contains("://")
            && !target.startsWith("mailto:")
            && !Files.exists(file.resolveSibling(target))) {
          broken.add(ROOT.relativize(file) + " -> " + target);
        }
      }
    }
    assertEquals(List.of(), broken, "links to files that do not exist");
  }

  @Test
  void everyModuleOfTheBuildIsInTheArchitectureDocument() throws IOException {
    String document =
        Files.readString(ROOT.resolve("docs/architecture.md"), StandardCharsets.UTF_8);
    try (Stream<Path> poms = Files.find(ROOT, 3, (p, a) -> p.endsWith("pom.xml"))) {
      List<String> missing =
          poms.map(p -> ROOT.relativize(p.getParent()).toString())
              .filter(m -> !m.isEmpty() && !m.equals("libs") && !m.equals("testing"))
              .filter(m -> !m.contains("target") && !document.contains(m + "`"))
              .sorted()
              .toList();
      assertEquals(List.of(), missing, "modules docs/architecture.md does not name");
    }
  }

  @Test
  void sourcesAreFound() throws IOException {
    assertTrue(sources().size() > 50, "the walk over the tree finds nothing");
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(Files::isRegularFile)
          .filter(p -> TEXT.stream().anyMatch(p.toString()::endsWith))
          .filter(RepositoryTest::isTracked)
          .sorted()
          .toList();
    }
  }

  private static boolean isTracked(Path file) {
    for (Path part : ROOT.relativize(file)) {
      String name = part.toString();
      if (name.equals("target") || name.equals(".git") || name.equals("node_modules")) {
        return false;
      }
    }
    return true;
  }
}
