package io.cairndb.fuzz;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every target takes its seeds, the inputs that once found something, and simple mutations of them,
 * the same in every run.
 */
final class FuzzTargetsTest {
  private static final Path FOUND = Path.of("src/test/resources/found");
  private static final int MUTATIONS = 2_000;

  static Stream<String> names() {
    return Targets.ALL.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void seedsAndMutationsAreTaken(String name) throws IOException {
    FuzzTarget target = Targets.named(name);
    List<byte[]> seeds = new ArrayList<>(target.seeds());
    assertFalse(seeds.isEmpty(), "no seeds");
    seeds.addAll(found(name));
    target.prepare();
    target.run(new byte[0]);
    for (byte[] seed : seeds) {
      tryInput(name, target, seed);
    }
    Random random = new Random(name.hashCode());
    for (int i = 0; i < MUTATIONS; i++) {
      tryInput(name, target, mutated(seeds.get(random.nextInt(seeds.size())), random));
    }
  }

  private static void tryInput(String name, FuzzTarget target, byte[] input) throws IOException {
    try {
      target.run(input);
    } catch (RuntimeException | Error fault) {
      throw new AssertionError(name + " fails for " + HexFormat.of().formatHex(input), fault);
    }
  }

  private static byte[] mutated(byte[] seed, Random random) {
    byte[] input = seed.clone();
    for (int i = random.nextInt(4); i >= 0 && input.length > 0; i--) {
      int at = random.nextInt(input.length);
      switch (random.nextInt(4)) {
        case 0 -> input[at] = (byte) random.nextInt(256);
        case 1 -> input[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> input = Arrays.copyOf(input, at);
        default -> {
          byte[] longer = Arrays.copyOf(input, input.length + 1);
          System.arraycopy(input, at, longer, at + 1, input.length - at);
          input = longer;
        }
      }
    }
    return input;
  }

  private static List<byte[]> found(String name) throws IOException {
    Path directory = FOUND.resolve(name);
    List<byte[]> inputs = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      try (Stream<Path> files = Files.list(directory)) {
        for (Path file : files.sorted().toList()) {
          inputs.add(Files.readAllBytes(file));
        }
      }
    }
    return inputs;
  }
}
