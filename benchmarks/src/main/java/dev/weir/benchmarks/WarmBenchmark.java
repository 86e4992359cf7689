package dev.weir.benchmarks;

import java.util.List;

/** The test in a warm JVM, with each contender in turn. */
final class WarmBenchmark {
  private static final List<Contender> CONTENDERS =
      List.of(
          Contender.EXPERT,
          Contender.WEIR,
          Contender.FLOOR,
          Contender.STREAM_TEST,
          Contender.TESTING_BASE,
          Contender.TOPOLOGY_DRIVER);

  /** Those with 200 shuffle partitions, of which a test takes seconds, or a minute. */
  private static final List<Contender> SLOW =
      List.of(Contender.DEFAULTS, Contender.WEIR, Contender.PRODUCTION_LIKE);

  private WarmBenchmark() {}

  /**
   * Measures.
   *
   * @param arguments {@code quick} for the word count alone, fewer contenders and tests
   */
  public static void main(String... arguments) throws Exception {
    boolean quick = List.of(arguments).contains("quick");
    List<Contender> contenders = quick ? CONTENDERS.subList(0, 4) : CONTENDERS;
    warmUp(Contender.WEIR, quick ? 40 : 250);
    for (Contender contender : contenders) {
      warmUp(contender, quick ? 1 : 8);
    }
    List<Work> wordCount = List.of(Works.WORD_COUNT);
    new Alternation("warm", contenders, wordCount)
        .run(quick ? 2 : 4, quick ? 1 : 3, quick ? 3 : 20);
    if (!quick) {
      List<Work> others = Works.ALL.subList(1, Works.ALL.size());
      new Alternation("warm", CONTENDERS, others).run(2, 2, 8);
    }
    new Alternation("slow", quick ? SLOW.subList(0, 2) : SLOW, wordCount).run(quick ? 1 : 3, 0, 1);
    System.exit(0);
  }

  private static void warmUp(Contender contender, int count) throws Exception {
    try (Contender.Tests tests = contender.opener().open()) {
      for (int i = 0; i < count; i++) {
        tests.test(Works.WORD_COUNT);
      }
    }
  }
}
