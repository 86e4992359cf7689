package dev.weir.benchmarks;

import dev.weir.HarnessOptions;
import java.util.List;

/** The top titles over an embedded broker, by hand and with Weir. */
final class TopTitlesBenchmark {
  private TopTitlesBenchmark() {}

  /** Measures. */
  public static void main(String... arguments) throws Exception {
    try (KafkaInputs topics = new KafkaInputs()) {
      Contender expert =
          new Contender("expert", work -> true, () -> HandWritten.byAnExpert(topics));
      Contender weir =
          new Contender(
              "Weir", work -> true, () -> new WeirTests(HarnessOptions.defaults(), topics));
      List<Work> topTitles = List.of(Works.TOP_TITLES.named("top titles, embedded Kafka"));
      List<Contender> contenders = List.of(expert, weir);
      // The first block is the JVM's youth.
      new Alternation("warming", contenders, topTitles).run(1, 40, 1);
      new Alternation("warm", contenders, topTitles).run(4, 3, 10);
    }
    System.exit(0);
  }
}
