package dev.weir.internal.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TriggerGateTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  private final TriggerGate gate = new TriggerGate();
  private final AtomicInteger triggers = new AtomicInteger();
  private final CountDownLatch interrupted = new CountDownLatch(1);
  private Thread stream;

  @BeforeEach
  void startStream() {
    stream =
        new Thread(
            () -> {
              try {
                while (true) {
                  gate.pass();
                  triggers.incrementAndGet();
                }
              } catch (InterruptedException e) {
                interrupted.countDown();
                gate.end();
              }
            });
    stream.start();
  }

  @AfterEach
  void stopStream() throws InterruptedException {
    stream.interrupt();
    stream.join(SOON.toMillis());
  }

  @Test
  void noTriggerPassesWithoutAGrant() throws InterruptedException {
    assertThat(gate.awaitQuiet(SOON)).isTrue();
    assertThat(triggers).hasValue(0);
    assertThat(gate.describe()).isEqualTo("parked before its next trigger, 0 granted");
  }

  @Test
  void eachGrantLetsExactlyOneTriggerThrough() throws InterruptedException {
    for (int step = 1; step <= 1000; step++) {
      assertThat(gate.awaitQuiet(SOON)).isTrue();
      gate.grant();
      assertThat(gate.awaitQuiet(SOON)).isTrue();
      assertThat(triggers).hasValue(step);
    }
  }

  @Test
  void anInterruptEndsTheWait() throws InterruptedException {
    assertThat(gate.awaitQuiet(SOON)).isTrue();
    stream.interrupt();
    assertThat(interrupted.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(gate.awaitQuiet(SOON)).isTrue();
    assertThat(gate.hasEnded()).isTrue();
    assertThat(gate.describe()).isEqualTo("ended");
  }

  @Test
  void aTriggerThatDoesNotComeBackIsATimeout() throws InterruptedException {
    TriggerGate busy = new TriggerGate();
    assertThat(busy.awaitQuiet(Duration.ofMillis(10))).isFalse();
    assertThat(busy.describe()).isEqualTo("inside a trigger, 0 granted");
  }
}
