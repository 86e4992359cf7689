package dev.weir.internal.spark;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.apache.commons.io.output.TeeOutputStream;
import scala.Console;
import scala.runtime.AbstractFunction0;

/**
 * Catches what Spark's console sink prints on behalf of one thread and the threads that it starts.
 * The sink prints through Scala's Console, which took hold of standard output when it was loaded,
 * so {@code System.setOut} does not reach it; but it can be replaced thread by thread, which also
 * keeps the outputs of parallel tests apart.
 */
public final class ConsoleCapture {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** Runs something with its console output caught. */
  public <T> T during(Callable<T> action) {
    return into(bytes, action);
  }

  /** Runs something with its console output caught, and printed where it would be without this. */
  <T> T beside(Callable<T> action) {
    return into(new TeeOutputStream(bytes, Console.out()), action);
  }

  private static <T> T into(OutputStream out, Callable<T> action) {
    return Console.withOut(
        out,
        new AbstractFunction0<T>() {
          @Override
          public T apply() {
            try {
              return action.call();
            } catch (Exception e) {
              throw Sneaky.rethrow(e);
            }
          }
        });
  }

  /** What was printed so far. */
  public String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
