package dev.weir.internal.spark;

import java.lang.StackWalker.StackFrame;
import org.apache.spark.util.Clock;

/**
 * The trigger clock that a governed query gets: it tells the harness's time, and makes the stream
 * thread park at the gate before each trigger.
 *
 * <p>Where a trigger begins, in Spark 3.5: {@code ProcessingTimeExecutor.execute} calls {@link
 * #waitTillTime} before each trigger of an interval but the first one. All other triggers, those of
 * {@code Once} and {@code AvailableNow} among them and the epochs of continuous processing, are
 * known by the first thing that they do: {@code ProgressReporter.startTrigger} reads the clock. So
 * that reading is where a trigger parks that has not waited.
 */
final class GatedClock implements Clock {
  private static final StackWalker STACK = StackWalker.getInstance();

  private final HarnessClock time;
  private final TriggerGate gate;

  /** One thread only has triggers, so it needs no lock. */
  private boolean waited;

  GatedClock(HarnessClock time, TriggerGate gate) {
    this.time = time;
    this.gate = gate;
  }

  @Override
  public long getTimeMillis() {
    if (callerStartsTrigger()) {
      if (!waited) {
        park();
      }
      waited = false;
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
    waited = true;
    return time.millis();
  }

  /** The frames are this method, getTimeMillis, and whoever reads the clock. */
  private static boolean callerStartsTrigger() {
    return STACK.walk(
        frames ->
            frames
                .skip(2)
                .findFirst()
                .map(StackFrame::getMethodName)
                .filter(name -> name.startsWith("startTrigger"))
                .isPresent());
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
