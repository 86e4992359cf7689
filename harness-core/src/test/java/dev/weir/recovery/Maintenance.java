package dev.weir.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.StateStoreKind;
import dev.weir.StreamHarness;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.spark.sql.execution.streaming.state.StateStore$;

/** Spark's maintenance of state stores, which writes snapshots, every few milliseconds. */
final class Maintenance implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Maintenance() {}

  /** One thread maintains all stores of the JVM, with the interval of the first one. */
  static Maintenance often(StateStoreKind kind, StreamHarness harness) {
    StateStore$.MODULE$.stop();
    var conf = harness.spark().conf();
    conf.set("spark.sql.streaming.stateStore.maintenanceInterval", "20ms");
    conf.set("spark.sql.streaming.stateStore.minDeltasForSnapshot", 0);
    kind.use(harness);
    return new Maintenance();
  }

  void await(BooleanSupplier done, String what) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!done.getAsBoolean()) {
      assertThat(System.nanoTime()).as("time left to " + what).isLessThan(end);
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }

  /** The next one has Spark's interval again. */
  @Override
  public void close() {
    StateStore$.MODULE$.stop();
  }
}
