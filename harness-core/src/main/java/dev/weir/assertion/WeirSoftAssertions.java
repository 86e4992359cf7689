package dev.weir.assertion;

import dev.weir.query.TestQuery;
import dev.weir.recovery.ArchiveCompleteness;
import dev.weir.recovery.CompatibilityReport;
import dev.weir.recovery.KillReport;
import dev.weir.recovery.KillReportAssert;
import dev.weir.recovery.RecoveryAssert;
import dev.weir.recovery.RecoveryReport;
import dev.weir.sink.SinkRows;
import java.util.function.Consumer;
import org.apache.spark.sql.Dataset;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.assertj.core.api.AbstractSoftAssertions;
import org.assertj.core.api.SoftAssertionsProvider;
import org.assertj.core.api.StandardSoftAssertionsProvider;

/**
 * AssertJ's soft assertions, with Weir's among them: all failures are collected and thrown together
 * in the end. AssertJ's own {@code SoftAssertions} would throw at the first failure about a query.
 *
 * <pre>{@code
 * WeirSoftAssertions.assertSoftly(softly -> {
 *   softly.assertThat(counts).lastBatch().contains(row("cat", 2L));
 *   softly.assertThat(counts).table("word").hasSize(2);
 * });   // passes, or fails with the texts of all assertions that failed
 * }</pre>
 *
 * <p>With JUnit: {@code @ExtendWith(SoftAssertionsExtension.class)} and a parameter or an
 * {@code @InjectSoftAssertions} field of this type.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public class WeirSoftAssertions extends AbstractSoftAssertions
    implements StandardSoftAssertionsProvider {

  /**
   * Collects the failures of some assertions, and throws them together when the consumer is done.
   */
  public static void assertSoftly(Consumer<WeirSoftAssertions> assertions) {
    SoftAssertionsProvider.assertSoftly(WeirSoftAssertions.class, assertions);
  }

  /** As {@link WeirAssertions#assertThat(TestQuery)}. */
  public TestQueryAssert assertThat(TestQuery query) {
    return proxy(TestQueryAssert.class, TestQuery.class, query).collectedBy(this);
  }

  /** As {@link WeirAssertions#assertThat(SinkRows)}. */
  public RowsAssert assertThat(SinkRows rows) {
    return proxy(RowsAssert.class, SinkRows.class, rows).collectedBy(this);
  }

  /** As {@link WeirAssertions#assertThat(CompatibilityReport)}. */
  public CompatibilityAssert assertThat(CompatibilityReport report) {
    return proxy(CompatibilityAssert.class, CompatibilityReport.class, report).collectedBy(this);
  }

  /** As {@link WeirAssertions#assertThat(ArchiveCompleteness)}. */
  public CompletenessAssert assertThat(ArchiveCompleteness completeness) {
    return proxy(CompletenessAssert.class, ArchiveCompleteness.class, completeness);
  }

  /** Assertions on what crashes make of a job's sinks. */
  public RecoveryAssert assertThat(RecoveryReport report) {
    return proxy(RecoveryAssert.class, RecoveryReport.class, report);
  }

  /** Assertions on what kills make of a job's sinks. */
  public KillReportAssert assertThat(KillReport report) {
    return proxy(KillReportAssert.class, KillReport.class, report);
  }

  /** As {@link WeirAssertions#assertThatQuery}. */
  public StreamingPlanAssert assertThatQuery(Dataset<?> result) {
    return new StreamingPlanAssert(result, this);
  }

  /** As {@link WeirAssertions#assertThatRows}. */
  public RowsAssert assertThatRows(Dataset<?> dataset) {
    return assertThat(WeirAssertions.rowsOf(dataset));
  }
}
