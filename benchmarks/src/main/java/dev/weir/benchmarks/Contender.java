package dev.weir.benchmarks;

import dev.weir.HarnessOptions;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * A way to test a streaming job.
 *
 * @param can the works that it is able to test, or is asked to
 * @param opener makes it ready, with a SparkContext of its own
 */
record Contender(String name, Predicate<Work> can, Opener opener) {
  static final Contender DEFAULTS = of("defaults", HandWritten::withDefaults);
  static final Contender EXPERT = of("expert", HandWritten::byAnExpert);
  static final Contender FLOOR = of("floor", RawFloor::new);
  static final Contender STREAM_TEST = of("StreamTest", SparkStreamTest::new);
  static final Contender WEIR = of("Weir", () -> new WeirTests(HarnessOptions.defaults()));
  static final Contender PRODUCTION_LIKE =
      of(
          "Weir, production-like",
          // Where starting a process takes long, a trigger with 200 stores takes a minute.
          () -> new WeirTests(HarnessOptions.productionLike().withTimeout(Duration.ofMinutes(10))));
  static final Contender TESTING_BASE =
      new Contender("spark-testing-base", Works.WORD_COUNT::equals, TestingBase::new);
  static final Contender TOPOLOGY_DRIVER =
      new Contender("TopologyTestDriver", Works.WORD_COUNT::equals, TopologyDriver::new);

  private static Contender of(String name, Opener opener) {
    return new Contender(name, work -> true, opener);
  }

  /** What a contender has ready for many tests. */
  interface Tests extends AutoCloseable {
    /**
     * One test: an input, a query with a checkpoint of its own, the micro-batches, the result, and
     * the end of the query.
     *
     * @throws AssertionError if the answer is wrong
     */
    void test(Work work) throws Exception;

    @Override
    void close();
  }

  /** Makes a contender ready. */
  interface Opener {
    Tests open() throws Exception;
  }
}
