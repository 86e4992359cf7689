package dev.weir.recovery;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Row;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.assertj.core.api.AssertProvider;

/** What became of the rows of a {@link ForkedJob} whose JVMs were killed. */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class KillReport implements AssertProvider<KillReportAssert> {
  private final String job;
  private final List<CrashAt> kills = new ArrayList<>();
  private final List<KilledSink> sinks = new ArrayList<>();
  private int rounds;

  KillReport(String job) {
    this.job = job;
  }

  void add(List<CrashAt> killed, List<SinkContents> expected, List<SinkContents> actual) {
    rounds++;
    kills.addAll(killed);
    for (int i = 0; i < expected.size(); i++) {
      sinks.add(KilledSink.of(expected.get(i), actual.get(i)));
    }
  }

  /** The job's name. */
  public String job() {
    return job;
  }

  /** How often the job ran from the beginning to the end. */
  public int rounds() {
    return rounds;
  }

  /** Where JVMs were killed, in that order, with the batches in which that was. */
  public List<CrashAt> kills() {
    return List.copyOf(kills);
  }

  /** How many JVMs were killed at a point. */
  public long kills(CrashPoint point) {
    return kills.stream().filter(kill -> kill.point() == point).count();
  }

  /** Each sink, in each round. */
  public List<KilledSink> sinks() {
    return List.copyOf(sinks);
  }

  /** The rows of all sinks and rounds that were lost. */
  public List<Row> rowsLost() {
    return rows(KilledSink::lost);
  }

  /** The rows of all sinks and rounds that are there more often than they should be. */
  public List<Row> rowsDoubled() {
    return rows(KilledSink::doubled);
  }

  /** The rows of all sinks and rounds that should not be there at all. */
  public List<Row> rowsUnexpected() {
    return rows(KilledSink::unexpected);
  }

  private List<Row> rows(Function<KilledSink, List<Row>> kind) {
    return sinks.stream().flatMap(sink -> kind.apply(sink).stream()).toList();
  }

  /** For AssertJ's own {@code assertThat}. */
  @Override
  public KillReportAssert assertThat() {
    return new KillReportAssert(this);
  }

  @Override
  public String toString() {
    return job
        + ", killed "
        + kills.size()
        + (kills.size() == 1 ? " time" : " times")
        + (rounds == 1 ? "" : " in " + rounds + " rounds")
        + ": "
        + rowsLost().size()
        + " rows lost, "
        + rowsDoubled().size()
        + " doubled, "
        + rowsUnexpected().size()
        + " unexpected";
  }
}
