package dev.weir.assertion;

import dev.weir.recovery.Compatibility;
import dev.weir.recovery.CompatibilityReport;
import dev.weir.recovery.CompatibilityVerdict;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.SoftAssertionsProvider;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on what became of a job on its golden checkpoints. Each holds for all releases, and
 * none if there is no golden checkpoint; {@link #release} leads to one release.
 *
 * <pre>{@code
 * assertThat(archive.check(harness, "word-count", job)).isEqual();
 * assertThat(archive.check(harness, "word-count", job)).release("1.3").isRefused();
 * }</pre>
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public class CompatibilityAssert extends AbstractAssert<CompatibilityAssert, CompatibilityReport> {
  private @Nullable SoftAssertionsProvider softly;

  /** Use {@link WeirAssertions#assertThat(CompatibilityReport)}. */
  public CompatibilityAssert(CompatibilityReport actual) {
    super(actual, CompatibilityAssert.class);
  }

  CompatibilityAssert collectedBy(@Nullable SoftAssertionsProvider collector) {
    softly = collector;
    return this;
  }

  /**
   * Leads to the assertions on one release.
   *
   * <pre>{@code
   * assertThat(report).release("1.3").isEqual();   // passes if 1.3 is, whatever 1.4 is
   * assertThat(report).release("0.9").isEqual();   // fails without a golden checkpoint of 0.9
   * }</pre>
   *
   * @throws IllegalArgumentException if it has no golden checkpoint; says which have
   */
  public CompatibilityAssert release(String release) {
    return Navigation.to(
            softly,
            info,
            CompatibilityAssert.class,
            CompatibilityReport.class,
            report().release(release),
            CompatibilityAssert::new)
        .collectedBy(softly);
  }

  /**
   * Verifies that the job goes on and writes what the release wrote.
   *
   * <pre>{@code
   * assertThat(archive.check(harness, "word-count", wordCounts)).isEqual();        // passes
   * assertThat(archive.check(harness, "word-count", doubledCounts)).isEqual();     // fails
   * }</pre>
   */
  public CompatibilityAssert isEqual() {
    return all("to go on as the release did (EQUAL)", is(Compatibility.EQUAL));
  }

  /**
   * Verifies that the job goes on, whatever it writes.
   *
   * <pre>{@code
   * assertThat(archive.check(harness, "word-count", doubledCounts)).isCompatible();    // passes
   * assertThat(archive.check(harness, "word-count", countsByLetter)).isCompatible();   // fails
   * }</pre>
   */
  public CompatibilityAssert isCompatible() {
    return all("to go on (EQUAL or CHANGED)", is(Compatibility.REFUSED).negate());
  }

  /**
   * Verifies that the job goes on and writes something else.
   *
   * <pre>{@code
   * assertThat(archive.check(harness, "word-count", doubledCounts)).isChanged();   // passes
   * assertThat(archive.check(harness, "word-count", wordCounts)).isChanged();      // fails
   * }</pre>
   */
  public CompatibilityAssert isChanged() {
    return all("to go on and write other rows (CHANGED)", is(Compatibility.CHANGED));
  }

  /**
   * Verifies that the job goes on and writes other rows, and that these are the rows.
   *
   * <pre>{@code
   * assertThat(archive.check(harness, "word-count", doubledCounts)).changesRows("""
   *     - {"word":"cat","count":3}
   *     + {"word":"cat","count":6}""");                                            // passes
   * assertThat(archive.check(harness, "word-count", wordCounts)).changesRows("""
   *     - {"word":"cat","count":3}""");                                            // fails
   * }</pre>
   *
   * @param lines first what is missing, then what is unexpected, as a failure shows them: rows as
   *     JSON, in the order of these texts
   */
  public CompatibilityAssert changesRows(String lines) {
    return all(
        "to change these rows:\n" + lines.strip() + "\n",
        is(Compatibility.CHANGED).and(v -> v.detail().equals(lines.strip())));
  }

  /**
   * Verifies that the job does not go on.
   *
   * <pre>{@code
   * assertThat(archive.check(harness, "word-count", countsByLetter)).isRefused();   // passes
   * assertThat(archive.check(harness, "word-count", wordCounts)).isRefused();       // fails
   * }</pre>
   */
  public CompatibilityAssert isRefused() {
    return all("to be refused (REFUSED)", is(Compatibility.REFUSED));
  }

  /**
   * Verifies why the job does not go on.
   *
   * <pre>{@code
   * assertThat(report).isRefused().because("schema");       // passes for another grouping key
   * assertThat(report).isRefused().because("partitions");   // fails then
   * }</pre>
   *
   * @param text a part of the failure's message
   */
  public CompatibilityAssert because(String text) {
    return all(
        "to be refused because of \"" + text + "\"",
        is(Compatibility.REFUSED).and(v -> v.detail().contains(text)));
  }

  private static Predicate<CompatibilityVerdict> is(Compatibility compatibility) {
    return verdict -> verdict.compatibility() == compatibility;
  }

  private CompatibilityAssert all(String what, Predicate<CompatibilityVerdict> wanted) {
    List<CompatibilityVerdict> verdicts = report().verdicts();
    if (verdicts.isEmpty() || !verdicts.stream().allMatch(wanted)) {
      throw failureWithActualExpected(
          verdicts.stream()
              .map(v -> v.release() + " " + v.compatibility())
              .collect(Collectors.joining("\n")),
          what.strip(),
          "%s",
          CompatibilityText.of(report(), what, wanted));
    }
    return this;
  }

  private CompatibilityReport report() {
    isNotNull();
    return actual;
  }
}
