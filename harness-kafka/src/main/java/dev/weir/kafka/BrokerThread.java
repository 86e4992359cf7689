package dev.weir.kafka;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs the broker's own code, on a thread that all the broker's threads descend from.
 *
 * <p>A new thread hands on its class loader and its inheritable thread-locals. The broker is to get
 * neither from the test that happens to start it: it outlives the test, and Spark keeps a test's
 * session in such a thread-local.
 */
final class BrokerThread {

  /** For the code to undo what it began, once it is interrupted. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private BrokerThread() {}

  /**
   * Runs the code and waits for it. An interrupt does not end the wait, which is bounded anyway: a
   * broker that nobody waits for would be a broker that nobody stops.
   *
   * @throws TimeoutException if it took longer; the message is the stack of the thread then
   * @throws ExecutionException what the code threw is the cause
   */
  static <T extends @Nullable Object> T call(
      String what, ClassLoader loader, Duration timeout, Callable<T> code)
      throws ExecutionException, TimeoutException {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread thread = new Thread(null, () -> complete(result, code), what, 0, false);
    thread.setContextClassLoader(loader);
    thread.setDaemon(true);
    thread.start();
    if (awaitEnd(thread, timeout)) {
      return resultOf(result);
    }
    StringBuilder stack = new StringBuilder();
    for (StackTraceElement element : thread.getStackTrace()) {
      stack.append("\n    at ").append(element);
    }
    thread.interrupt();
    if (awaitEnd(thread, GRACE) && !result.isCompletedExceptionally()) {
      // It came to an end after all, and if that is a running broker, somebody must have it.
      return resultOf(result);
    }
    throw new TimeoutException(stack.toString());
  }

  private static boolean awaitEnd(Thread thread, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    boolean interrupted = false;
    try {
      while (thread.isAlive() && System.nanoTime() - deadline < 0) {
        try {
          thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      return !thread.isAlive();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static <T extends @Nullable Object> T resultOf(CompletableFuture<T> result)
      throws ExecutionException {
    try {
      return result.join();
    } catch (CompletionException e) {
      throw new ExecutionException(e.getCause());
    }
  }

  @SuppressWarnings("CatchingUnchecked") // A linkage error is an outcome too.
  private static <T extends @Nullable Object> void complete(
      CompletableFuture<T> result, Callable<T> code) {
    try {
      result.complete(code.call());
    } catch (Throwable e) {
      result.completeExceptionally(e);
    }
  }
}
