package dev.weir.internal.spark;

import org.apache.spark.sql.execution.streaming.QueryExecutionThread;
import org.apache.spark.util.Clock;

/**
 * The trigger clock that a governed query gets: it tells the harness's time, and makes the stream
 * thread park at the gate before each trigger.
 *
 * <p>Where the two places are, in Spark 3.5: {@code ProcessingTimeExecutor.execute} calls {@link
 * #waitTillTime} after each trigger. Before the first one it does not wait; but the stream thread
 * reads the clock once in {@code StreamExecution.runStream}, for the started event, and a second
 * time when the first trigger begins (in {@code ProcessingTimeExecutor.execute}, and for {@code
 * Once} and {@code AvailableNow} in {@code ProgressReporter.startTrigger}). So the second reading
 * is where the first trigger parks.
 */
final class GatedClock implements Clock {
  private static final int READING_OF_THE_FIRST_TRIGGER = 2;

  private final HarnessClock time;
  private final TriggerGate gate;

  /** Only the stream thread counts, so it needs no lock. */
  private int readings;

  GatedClock(HarnessClock time, TriggerGate gate) {
    this.time = time;
    this.gate = gate;
  }

  @Override
  public long getTimeMillis() {
    if (Thread.currentThread() instanceof QueryExecutionThread
        && readings < READING_OF_THE_FIRST_TRIGGER
        && ++readings == READING_OF_THE_FIRST_TRIGGER) {
      park();
    }
    return time.millis();
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public long waitTillTime(long targetTime) {
    park();
    return time.millis();
  }

  /** An interrupt is how Spark stops a query: it must come through as what it is. */
  private void park() {
    try {
      gate.pass();
    } catch (InterruptedException e) {
      throw Sneaky.rethrow(e);
    }
  }
}
