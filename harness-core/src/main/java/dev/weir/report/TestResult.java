package dev.weir.report;

import java.time.Instant;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/**
 * How one test ended.
 *
 * @param id what tells it from all other tests, the same in each run
 * @param testClass the class, with its package
 * @param name the test in words
 * @param outcome whether it passed
 * @param ended when it ended
 * @param millis how long it took, in milliseconds
 * @param batches how many micro-batches its queries ran
 * @param page the file of its timeline, relative to the index; null if none was written
 */
@API(status = Status.INTERNAL, since = "0.1")
public record TestResult(
    String id,
    String testClass,
    String name,
    Outcome outcome,
    Instant ended,
    long millis,
    int batches,
    @Nullable String page) {

  /** What became of a test. */
  public enum Outcome {
    /** It passed. */
    PASSED("✓", "passed"),
    /** It failed. */
    FAILED("✗", "failed"),
    /** It found that it cannot say. */
    ABORTED("–", "aborted");

    private final String sign;
    private final String word;

    Outcome(String sign, String word) {
      this.sign = sign;
      this.word = word;
    }

    /** One character for it. */
    public String sign() {
      return sign;
    }

    /** One word for it. */
    public String word() {
      return word;
    }
  }
}
