package io.cairndb.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/** Imports go down the layers only; modules of one layer do not see each other. */
@AnalyzeClasses(packages = "io.cairndb", importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {
  private static final List<List<String>> LAYERS =
      List.of(
          List.of("encoding", "env", "causality", "item", "metrics"),
          List.of(
              "storage.engine",
              "placement",
              "expressions",
              "partiql",
              "dynamodb.wire",
              "message.format"),
          List.of("shard", "coordination", "control.plane", "transactions"),
          List.of("rpc", "service"),
          List.of("router", "coordinator", "partition.manager", "storage.node", "index"),
          List.of("standalone", "cli"));

  /**
   * Five exceptions, each inside one layer: identities come from env's clock, items are written
   * with encoding's numbers, statements become expressions, a service's start and stop are those of
   * its gRPC server, a CLI starts a server.
   */
  private static final List<List<String>> ALLOWED_SIDEWAYS =
      List.of(
          List.of("causality", "env"),
          List.of("item", "encoding"),
          List.of("partiql", "expressions"),
          List.of("service", "rpc"),
          List.of("cli", "standalone"));

  @ArchTest
  static void importsGoDownOnly(JavaClasses imported) {
    for (int layer = 0; layer < LAYERS.size(); layer++) {
      for (String module : LAYERS.get(layer)) {
        noClasses()
            .that(inModule(module))
            .should()
            .dependOnClassesThat(forbiddenTo(module, layer))
            .because("imports only go down: docs/architecture.md, Layers")
            .allowEmptyShould(true)
            .check(imported);
      }
    }
  }

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.cairndb.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule frameworksStayAtTheEdge =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.cairndb.service..", "io.cairndb..app..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.springframework..", "io.micrometer..", "io.opentelemetry..", "ch.qos.logback..")
          .because("a core can be constructed by a unit test with new");

  @ArchTest
  static final ArchRule callsStayAtTheEdge =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.cairndb.rpc..", "io.cairndb.service..", "io.cairndb..grpc..", "io.cairndb..app..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.grpc..", "com.google.protobuf..")
          .because("a core runs in one process with others, without gRPC");

  @ArchTest
  static final ArchRule socketsStayAtTheEdge =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.cairndb.router.http..", "io.cairndb.standalone..", "io.cairndb.rpc..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.netty..")
          .because("a core runs without sockets");

  @ArchTest
  static final ArchRule onlyTheShardAndTheHostsUseTheEngine =
      classes()
          .that()
          .resideInAPackage("io.cairndb.storage.engine..")
          .should()
          .onlyBeAccessed()
          .byAnyPackage(
              "io.cairndb.storage.engine..",
              "io.cairndb.shard..",
              "io.cairndb.storage.node..",
              "io.cairndb.partition.manager..",
              "io.cairndb.standalone..",
              "io.cairndb.cli..");

  @ArchTest
  static void internalPackagesStayInsideTheirModule(JavaClasses imported) {
    List<String> reached =
        imported.stream()
            .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
            .filter(d -> d.getTargetClass().getPackageName().contains(".internal"))
            .filter(d -> d.getTargetClass().getPackageName().startsWith("io.cairndb."))
            .filter(d -> !moduleOf(d.getOriginClass()).equals(moduleOf(d.getTargetClass())))
            .map(Dependency::getDescription)
            .toList();
    assertEquals(List.of(), reached, "internal packages used from another module");
  }

  private static DescribedPredicate<JavaClass> inModule(String module) {
    return DescribedPredicate.describe("are in " + module, c -> module.equals(moduleOf(c)));
  }

  private static DescribedPredicate<JavaClass> forbiddenTo(String module, int layer) {
    return DescribedPredicate.describe(
        "stand beside or above " + module,
        c -> {
          String target = moduleOf(c);
          if (target.isEmpty()
              || target.equals(module)
              || ALLOWED_SIDEWAYS.contains(List.of(module, target))) {
            return false;
          }
          return layerOf(target) >= layer;
        });
  }

  private static int layerOf(String module) {
    for (int layer = 0; layer < LAYERS.size(); layer++) {
      if (LAYERS.get(layer).contains(module)) {
        return layer;
      }
    }
    throw new AssertionError("module without a layer: " + module);
  }

  /** The module a class belongs to, or empty for classes of others. */
  private static String moduleOf(JavaClass type) {
    String name = type.getPackageName();
    if (!name.startsWith("io.cairndb.")) {
      return "";
    }
    String rest = name.substring("io.cairndb.".length());
    for (List<String> layer : LAYERS) {
      for (String module : layer) {
        if (rest.equals(module) || rest.startsWith(module + ".")) {
          return module;
        }
      }
    }
    throw new AssertionError("package without a layer: " + name);
  }
}
