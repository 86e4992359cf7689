package dev.weir.report;

import dev.weir.input.StreamInput;
import dev.weir.internal.spark.BatchFacts;
import dev.weir.internal.spark.LateRows;
import dev.weir.internal.spark.PhaseTimes;
import dev.weir.internal.spark.SourceStatus;
import dev.weir.query.QueryRun;
import dev.weir.query.RunEvent;
import dev.weir.sink.Batch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.SourceProgress;
import org.apache.spark.sql.streaming.StateOperatorProgress;
import org.jspecify.annotations.Nullable;

/** Puts together what one run of a query noted, what its sink received and what Spark reported. */
final class RunReader {
  private static final Pattern BATCH = Pattern.compile(", batch (\\d+)( \\(replayed\\))?$");

  private final QueryRun run;
  private final List<StreamInput> inputs;
  private final int rowsOfInputs;
  private final Set<Long> receivedBefore;
  private final Map<Long, Batch> received = new HashMap<>();
  private final List<Moment> moments = new ArrayList<>();
  private boolean crashed;

  /**
   * Reads one run.
   *
   * @param receivedBefore the batches that the sink had in the runs before a restart
   */
  RunReader(QueryRun run, List<StreamInput> inputs, int rowsOfInputs, Set<Long> receivedBefore) {
    this.receivedBefore = receivedBefore;
    this.run = run;
    this.inputs = inputs;
    this.rowsOfInputs = rowsOfInputs;
    run.batches().forEach(batch -> received.put(batch.batchId(), batch));
  }

  List<Moment> moments() {
    for (RunEvent event : run.events()) {
      add(event);
    }
    addUnfinished();
    if (run.failure() != null && !crashed) {
      moments.add(new Moment.Failure(run.failure()));
    }
    return moments;
  }

  private void add(RunEvent event) {
    if (event instanceof RunEvent.Trigger trigger) {
      BatchFacts facts = trigger.batch();
      moments.add(
          facts == null
              ? new Moment.IdleTrigger(trigger.step(), trigger.time())
              : batch(trigger, facts));
    } else if (event instanceof RunEvent.Crash crash) {
      crashed = true;
      addUnfinished();
      moments.add(new Moment.Crash(crash.at().toString()));
    } else if (event instanceof RunEvent.FailedAssertion failed) {
      moments.add(
          new Moment.FailedAssertion(failed.where(), batchIn(failed.where()), failed.message()));
    }
  }

  private static OptionalLong batchIn(String where) {
    Matcher matcher = BATCH.matcher(where);
    return matcher.find()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }

  /** What a sink had received of a batch when the query died in it. */
  private void addUnfinished() {
    for (Batch batch : List.copyOf(received.values())) {
      received.remove(batch.batchId());
      moments.add(
          new Moment.Batch(
              batch.batchId(),
              isReplay(batch),
              true,
              false,
              "",
              0,
              Instant.EPOCH,
              0,
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              0,
              List.of(),
              mode(batch),
              batch.schema(),
              batch.rows(),
              0,
              List.of(),
              List.of(),
              phases(batch.batchId())));
    }
  }

  private boolean isReplay(Batch batch) {
    return batch.replay() || receivedBefore.contains(batch.batchId());
  }

  private static String mode(Batch batch) {
    return batch.outputMode().toString().toLowerCase(java.util.Locale.ROOT);
  }

  private Moment.Batch batch(RunEvent.Trigger trigger, BatchFacts facts) {
    Batch batch = received.remove(facts.batchId());
    List<StateOperatorProgress> operators = Arrays.asList(facts.stateOperators());
    return new Moment.Batch(
        facts.batchId(),
        batch != null && isReplay(batch),
        facts.hasNewData(),
        true,
        trigger.step(),
        trigger.number(),
        Instant.ofEpochMilli(facts.timestampMs()),
        trigger.nanos() / 1e6,
        Optional.of(facts.watermarkMs()).filter(ms -> ms > 0).map(Instant::ofEpochMilli),
        eventTime(facts, "min"),
        eventTime(facts, "max"),
        facts.rowsIn(),
        inputs(facts),
        batch == null ? TimelineReader.mode(run) : mode(batch),
        batch == null ? run.request().schema() : batch.schema(),
        batch == null ? List.of() : batch.rows(),
        operators.stream().mapToLong(StateOperatorProgress::numRowsDroppedByWatermark).sum(),
        late(facts.batchId()),
        states(operators),
        phases(facts.batchId()));
  }

  private static Optional<Instant> eventTime(BatchFacts facts, String which) {
    return facts.progress() == null
        ? Optional.empty()
        : Optional.ofNullable(facts.progress().eventTime().get(which)).map(Instant::parse);
  }

  private List<Moment.InputRows> inputs(BatchFacts facts) {
    if (facts.progress() == null) {
      return List.of(new Moment.InputRows("rows", facts.rowsIn(), List.of()));
    }
    List<Moment.InputRows> brought = new ArrayList<>();
    for (SourceProgress source : facts.progress().sources()) {
      brought.add(brought(source));
    }
    return brought;
  }

  private Moment.InputRows brought(SourceProgress source) {
    SourceStatus status =
        new SourceStatus(source.description(), source.startOffset(), source.endOffset(), null);
    @Nullable StreamInput feeding =
        inputs.stream().filter(input -> input.feeds(status)).findFirst().orElse(null);
    if (feeding == null) {
      return new Moment.InputRows(source.description(), source.numInputRows(), List.of());
    }
    // A source that brought nothing is not asked; a Kafka input would have to go and look.
    List<String> rows =
        rowsOfInputs == 0 || source.numInputRows() == 0
            ? List.of()
            : feeding.rowsOfBatch(status, rowsOfInputs);
    return new Moment.InputRows(feeding.description(), source.numInputRows(), rows);
  }

  private List<Moment.LateRow> late(long batchId) {
    List<Moment.LateRow> rows = new ArrayList<>();
    for (LateRows late : run.lateRows().getOrDefault(batchId, List.of())) {
      for (Row row : late.rows()) {
        rows.add(new Moment.LateRow(EventTimes.of(row, late.schema()), row, late.operatorId()));
      }
    }
    return rows;
  }

  private List<Moment.OperatorState> states(List<StateOperatorProgress> operators) {
    List<Moment.OperatorState> states = new ArrayList<>();
    for (StateOperatorProgress operator : operators) {
      states.add(
          new Moment.OperatorState(
              operator.operatorName(),
              operator.numRowsTotal(),
              operator.memoryUsedBytes(),
              operator.numRowsUpdated(),
              operator.numRowsRemoved(),
              operator.numRowsDroppedByWatermark()));
    }
    return states;
  }

  private List<Moment.Phase> phases(long batchId) {
    PhaseTimes times = run.phases().get(batchId);
    return times == null
        ? List.of()
        : times.phases().stream()
            .map(phase -> new Moment.Phase(phase.name(), phase.nanos() / 1e6))
            .toList();
  }
}
