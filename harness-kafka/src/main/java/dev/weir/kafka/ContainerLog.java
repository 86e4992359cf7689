package dev.weir.kafka;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.output.OutputFrame;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;

/**
 * What a broker says while it starts: that it serves, or its last words. Testcontainers' own wait
 * for a line goes on when the container has ended, and the line can come no more.
 */
final class ContainerLog extends AbstractWaitStrategy implements Consumer<OutputFrame> {
  private static final String SERVES = "Transitioning from RECOVERY to RUNNING";
  private static final int LINES = 10;
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Deque<String> last = new ArrayDeque<>();
  private boolean serves;

  @Override
  public synchronized void accept(OutputFrame frame) {
    frame
        .getUtf8String()
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("\tat "))
        .forEach(
            line -> {
              serves |= line.contains(SERVES);
              last.add("  " + line.strip());
              if (last.size() > LINES) {
                last.remove();
              }
            });
  }

  private synchronized boolean serves() {
    return serves;
  }

  /** Each line indented, without the frames of stacks; empty if nothing was said. */
  synchronized String lastLines() {
    return String.join("\n", last);
  }

  @Override
  protected void waitUntilReady() {
    long deadline = System.nanoTime() + startupTimeout.toNanos();
    while (!serves()) {
      if (!waitStrategyTarget.isRunning()) {
        throw new ContainerLaunchException("the container has ended");
      }
      if (System.nanoTime() - deadline >= 0 || Thread.currentThread().isInterrupted()) {
        throw new ContainerLaunchException(
            "it does not serve after " + startupTimeout.toSeconds() + " s");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE.toMillis()));
    }
  }
}
