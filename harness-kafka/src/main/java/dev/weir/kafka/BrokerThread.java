package dev.weir.kafka;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
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

  private BrokerThread() {}

  /**
   * Runs the code and waits for it.
   *
   * @throws TimeoutException if it took longer; the message is the stack of the thread then
   * @throws ExecutionException what the code threw is the cause
   */
  static <T extends @Nullable Object> T call(
      String what, ClassLoader loader, Duration timeout, Callable<T> code)
      throws ExecutionException, TimeoutException, InterruptedException {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread thread = new Thread(null, () -> complete(result, code), what, 0, false);
    thread.setContextClassLoader(loader);
    thread.setDaemon(true);
    thread.start();
    try {
      T value = result.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      thread.join();
      return value;
    } catch (TimeoutException e) {
      StringBuilder stack = new StringBuilder();
      for (StackTraceElement element : thread.getStackTrace()) {
        stack.append("\n    at ").append(element);
      }
      thread.interrupt();
      throw new TimeoutException(stack.toString());
    } catch (InterruptedException e) {
      thread.interrupt();
      throw e;
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
