package dev.weir.query;

import dev.weir.input.MemoryInput;
import dev.weir.input.StreamInput;
import dev.weir.internal.spark.BatchFacts;
import dev.weir.internal.spark.EngineQuery;
import dev.weir.internal.spark.HarnessClock;
import dev.weir.internal.spark.SourceStatus;
import dev.weir.internal.spark.TriggerKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Supplier;

/**
 * Lets a query run, trigger by trigger.
 *
 * <p>Between two triggers the query is parked at its gate. Only then does the stepper look at it,
 * and only when all that was added has arrived at the query's sources does it let the next trigger
 * through. So one trigger sees all rows that were added before the step, of all inputs, and they
 * are one micro-batch.
 */
final class Stepper {
  /** How often a condition is looked at that nobody announces: bytes on their way in a socket. */
  private static final Duration POLL = Duration.ofMillis(1);

  /** How often a step that waits looks whether its inputs can still be reached. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final String query;
  private final TriggerKind trigger;
  private final EngineQuery engine;
  private final HarnessClock clock;
  private final Supplier<List<StreamInput>> inputs;
  private final BatchLog log;
  private final RunJournal journal;
  private final QueryDeath death;
  private final String triggerInWords;
  private final long startMillis;
  private int batchesBefore;

  Stepper(
      String query,
      TriggerKind trigger,
      String triggerInWords,
      EngineQuery engine,
      HarnessClock clock,
      Supplier<List<StreamInput>> inputs,
      BatchLog log,
      RunJournal journal) {
    this.journal = journal;
    this.query = query;
    this.trigger = trigger;
    this.triggerInWords = triggerInWords;
    this.engine = engine;
    this.clock = clock;
    this.startMillis = clock.millis();
    this.inputs = inputs;
    this.log = log;
    this.death = new QueryDeath(query, engine, inputs);
  }

  /** Begins a step: refuses to go on with a query that has died or ended. */
  void begin() {
    batchesBefore = log.all().size();
    death.throwIfOver();
  }

  void checkNotDead() {
    death.throwIfDead();
  }

  /** Runs batches until nothing is left to do. */
  Step all(Deadline deadline) {
    return all(deadline, true);
  }

  /**
   * Runs batches.
   *
   * @param everything whether it is wrong if a source keeps rows back
   */
  private Step all(Deadline deadline, boolean everything) {
    List<BatchFacts> ran = new ArrayList<>();
    if (engine.isContinuous()) {
      return allEpochs(ran, deadline);
    }
    while (true) {
      Optional<BatchFacts> before = log.last();
      Optional<BatchFacts> batch = one(deadline);
      batch.ifPresent(ran::add);
      if (engine.gate().hasEnded()) {
        checkEndedByItself();
        return step(ran);
      }
      if (batch.isPresent() && nothingCanFollow()) {
        return step(ran);
      }
      boolean idle = batch.isEmpty() || changesNothingMore(before, batch.get());
      if (idle && everywhere(StreamInput::isProcessed)) {
        return step(ran);
      }
      if (idle) {
        Optional<String> heldBack = firstWord((input, source) -> input.heldBack(query, source));
        if (heldBack.isPresent() && everything) {
          throw new IllegalStateException(heldBack.get());
        }
        if (heldBack.isPresent()) {
          return step(ran);
        }
        pause(deadline, "process all that was added");
      }
    }
  }

  /** An epoch takes all that has arrived, and there is nothing that an epoch without rows does. */
  private Step allEpochs(List<BatchFacts> ran, Deadline deadline) {
    awaitQuiet(deadline, "come to its next epoch");
    while (!everywhere(StreamInput::isProcessed)) {
      if (engine.gate().hasEnded()) {
        checkEndedByItself();
      }
      one(deadline).ifPresent(ran::add);
    }
    return step(ran);
  }

  /**
   * Lets time pass. Each trigger of an interval that becomes due fires at its time, once; without
   * an interval all that the new time has to do is done at its end.
   */
  Step advance(Duration by, Duration interval, Deadline deadline) {
    long target = clock.millis() + by.toMillis();
    if (interval.isZero()) {
      clock.moveTo(target);
      return all(deadline, false);
    }
    List<BatchFacts> ran = new ArrayList<>();
    long each = interval.toMillis();
    for (long due = clock.millis() / each * each + each; due <= target; due += each) {
      clock.moveTo(due);
      one(deadline).ifPresent(ran::add);
    }
    clock.moveTo(target);
    return step(ran);
  }

  /** A query that was stopped in the middle of a step has not done what the step is for. */
  private void checkEndedByItself() {
    checkNotDead();
    if (!trigger.endsByItself() && !everywhere(StreamInput::isProcessed)) {
      throw new IllegalStateException(
          "Query '"
              + query
              + "' was stopped by someone else while it was to process all that was added:"
              + " the job, another thread of the test, or a listener has called stop()."
              + " Let it process first. See docs/errors/query-ended.md");
    }
  }

  /** Runs at most one batch. */
  Step next(Deadline deadline) {
    return step(one(deadline).stream().toList());
  }

  /** Lets one trigger through and says which batch it ran, if any. */
  private Optional<BatchFacts> one(Deadline deadline) {
    awaitQuiet(deadline, "come to its next trigger");
    if (log.last().isEmpty() && engine.goesOn()) {
      refuse(firstWord((input, source) -> input.cannotGoOn(query, source)));
    }
    while (!everywhere(StreamInput::hasArrived)) {
      pause(deadline, "receive all that was added");
    }
    long before = lastBatchId();
    long started = System.nanoTime();
    engine.moveSourcesTo(clock.millis() - startMillis);
    engine.gate().grant();
    awaitQuiet(deadline, "finish its trigger");
    while (engine.isContinuous() && !engine.gate().hasEnded() && lastBatchId() == before) {
      pause(deadline, "commit its epoch");
    }
    death.throwIfDead();
    Optional<BatchFacts> batch = engine.lastBatch().filter(b -> b.batchId() != before);
    batch.ifPresent(log::add);
    journal.triggered(clock.now(), System.nanoTime() - started, batch.orElse(null));
    if (batch.isPresent() && batch.get().batchId() == 0) {
      refuse(firstWord((input, source) -> input.passedOver(query, source)));
    }
    return batch;
  }

  private static void refuse(Optional<String> words) {
    if (words.isPresent()) {
      throw new IllegalStateException(words.get());
    }
  }

  private long lastBatchId() {
    return engine.lastBatch().map(BatchFacts::batchId).orElse(-1L);
  }

  /**
   * A state with a processing-time timeout asks for a batch at every trigger, for ever
   * (FlatMapGroupsWithStateExec.shouldRunAnotherBatch). One without data that saw the same time and
   * watermark as the one before it cannot do anything new.
   */
  private static boolean changesNothingMore(Optional<BatchFacts> before, BatchFacts batch) {
    return !batch.hasNewData() && before.isPresent() && batch.sawTheSameTimeAs(before.get());
  }

  /** A query that ends by itself does so in a trigger that finds nothing. */
  private boolean nothingCanFollow() {
    return trigger == TriggerKind.PROCESSING_TIME
        && engine.restsWithoutRows()
        && everywhere(StreamInput::isProcessed)
        && engine.sources().stream().allMatch(this::isOurs);
  }

  /** To other sources than those of memory inputs, somebody else may have given more. */
  private boolean isOurs(SourceStatus source) {
    return inputs.get().stream()
        .anyMatch(input -> input instanceof MemoryInput<?> && input.feeds(source));
  }

  private boolean everywhere(BiPredicate<StreamInput, SourceStatus> condition) {
    List<SourceStatus> sources = engine.sources();
    for (StreamInput input : inputs.get()) {
      for (SourceStatus source : sources) {
        if (input.feeds(source) && !condition.test(input, source)) {
          return false;
        }
      }
    }
    return true;
  }

  /** What the first input has to say that has something to say of a source that it feeds. */
  private Optional<String> firstWord(
      BiFunction<StreamInput, SourceStatus, Optional<String>> question) {
    List<SourceStatus> sources = engine.sources();
    return inputs.get().stream()
        .flatMap(
            input ->
                sources.stream()
                    .filter(input::feeds)
                    .flatMap(source -> question.apply(input, source).stream()))
        .findFirst();
  }

  void awaitQuiet(Deadline deadline, String awaited) {
    Outage outage = new Outage(inputs.get());
    try {
      while (!engine.gate().awaitQuiet(deadline.leftButAtMost(LOOK))) {
        if (deadline.hasPassed()) {
          throw timeout(deadline, awaited);
        }
        outage
            .look()
            .ifPresent(
                reason -> {
                  throw diagnosis().outage(awaited, reason, log.since(batchesBefore));
                });
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for query '" + query + "'", e);
    }
  }

  private void pause(Deadline deadline, String awaited) {
    death.throwIfDead();
    if (deadline.hasPassed()) {
      throw timeout(deadline, awaited);
    }
    LockSupport.parkNanos(POLL.toNanos());
  }

  private QueryTimeoutException timeout(Deadline deadline, String awaited) {
    return diagnosis().timeout(awaited, deadline, log.since(batchesBefore));
  }

  private Diagnosis diagnosis() {
    return new Diagnosis(query, triggerInWords, engine, clock, inputs.get());
  }

  private static Step step(List<BatchFacts> ran) {
    return new Step(
        ran.stream().map(BatchFacts::batchId).toList(),
        ran.stream().filter(b -> !b.hasNewData()).map(BatchFacts::batchId).toList());
  }
}
