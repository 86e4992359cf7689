package dev.weir.benchmarks;

import dev.weir.HarnessOptions;
import dev.weir.Lever;
import java.util.ArrayList;
import java.util.List;

/** The test with all levers, and without each of them in turn. */
final class LeverBenchmark {
  private LeverBenchmark() {}

  /** Measures. */
  public static void main(String... arguments) throws Exception {
    try (WeirTests weir = new WeirTests(HarnessOptions.defaults())) {
      Alternation.block(weir, Works.WORD_COUNT, 200, 1);
    }
    List<Work> wordCount = List.of(Works.WORD_COUNT);
    new Alternation("lever", contenders(false), wordCount).run(4, 4, 16);
    // A test takes some seconds with 200 partitions.
    new Alternation("lever of partitions", contenders(true), wordCount).run(2, 1, 3);
    System.exit(0);
  }

  private static List<Contender> contenders(boolean partitions) {
    List<Contender> contenders = new ArrayList<>();
    contenders.add(Contender.WEIR);
    for (Lever lever : Lever.values()) {
      if (lever.equals(Lever.ONE_SHUFFLE_PARTITION) == partitions) {
        HarnessOptions options = HarnessOptions.defaults().without(lever);
        contenders.add(
            new Contender("without " + lever, work -> true, () -> new WeirTests(options)));
      }
    }
    return contenders;
  }
}
