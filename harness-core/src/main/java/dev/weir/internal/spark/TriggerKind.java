package dev.weir.internal.spark;

import java.time.Duration;
import org.apache.spark.sql.execution.streaming.AvailableNowTrigger$;
import org.apache.spark.sql.execution.streaming.ContinuousTrigger;
import org.apache.spark.sql.execution.streaming.OneTimeTrigger$;
import org.apache.spark.sql.execution.streaming.ProcessingTimeTrigger;
import org.apache.spark.sql.streaming.Trigger;

/** What kind of trigger a job has configured. */
public enum TriggerKind {
  /** Micro-batches, as soon as possible or at an interval. */
  PROCESSING_TIME,
  /** One micro-batch of all that is there, and no batch without data after it. */
  ONCE,
  /** Micro-batches until all that was there at the start is processed. */
  AVAILABLE_NOW,
  /** No micro-batches: tasks that run for ever, and epochs in their output. */
  CONTINUOUS;

  /** Whether a query with it ends when it has done its work, and not only when it is stopped. */
  public boolean endsByItself() {
    return this == ONCE || this == AVAILABLE_NOW;
  }

  static TriggerKind of(Trigger trigger) {
    if (trigger instanceof ContinuousTrigger) {
      return CONTINUOUS;
    }
    if (trigger instanceof OneTimeTrigger$) {
      return ONCE;
    }
    return trigger instanceof AvailableNowTrigger$ ? AVAILABLE_NOW : PROCESSING_TIME;
  }

  /** How far a trigger has its batches apart; zero for as soon as possible. */
  static Duration interval(Trigger trigger) {
    if (trigger instanceof ProcessingTimeTrigger p) {
      return Duration.ofMillis(p.intervalMs());
    }
    return trigger instanceof ContinuousTrigger c
        ? Duration.ofMillis(c.intervalMs())
        : Duration.ZERO;
  }
}
