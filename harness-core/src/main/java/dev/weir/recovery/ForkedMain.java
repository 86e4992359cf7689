package dev.weir.recovery;

import dev.weir.HarnessOptions;
import dev.weir.LocalSpark;
import dev.weir.query.TestQuery;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.spark.sql.SparkSession;

/**
 * What runs in a JVM that is going to be killed. It takes {@link ForkedOrder}s from its standard
 * input, and ends when that is closed, be it because its parent has been killed itself. On its
 * standard output there are {@link ForkedReport}s and nothing else: what the job prints goes to the
 * log.
 */
final class ForkedMain {
  static final String OPTIONS = "options.properties";
  static final String CONTENTS = "contents";

  private final PrintStream out;
  private final SparkSession spark;
  private final HarnessOptions options;
  private final JobUnderTest job;

  private ForkedMain(
      PrintStream out, SparkSession spark, HarnessOptions options, JobUnderTest job) {
    this.out = out;
    this.spark = spark;
    this.options = options;
    this.job = job;
  }

  /**
   * Serves until it is killed.
   *
   * @param arguments the job's class, and the folder that has the options
   */
  // The context is never closed: nobody leaves this JVM but by its end.
  @SuppressWarnings("try")
  public static void main(String[] arguments) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.setOut(System.err);
    BlockingQueue<String> orders = orders();
    LocalSpark local = LocalSpark.start();
    ForkedMain main =
        new ForkedMain(
            out,
            local.newSession(),
            ForkedOptions.read(Path.of(arguments[1]).resolve(OPTIONS)),
            ForkedType.newJob(arguments[0]));
    main.say(ForkedReport.Kind.READY, "");
    while (true) {
      main.run(ForkedOrder.parse(orders.take()));
    }
  }

  private static BlockingQueue<String> orders() {
    BlockingQueue<String> orders = new LinkedBlockingQueue<>();
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader in =
                  new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
                in.lines().forEach(orders::add);
              } catch (IOException e) {
                System.err.println("The parent is gone: " + e);
              } finally {
                Runtime.getRuntime().halt(1);
              }
            },
            "weir-orders");
    reader.setDaemon(true);
    reader.start();
    return orders;
  }

  private void say(ForkedReport.Kind kind, String text) {
    synchronized (out) {
      out.println(new ForkedReport(kind, text).line());
    }
  }

  private void run(ForkedOrder order) {
    try {
      ForkedReport last = carryOut(order);
      say(last.kind(), last.text());
    } catch (Throwable e) {
      e.printStackTrace();
      say(ForkedReport.Kind.FAILED, inWords(e));
    }
  }

  private ForkedReport carryOut(ForkedOrder order) throws IOException {
    HarnessOptions here = options.withFolder(order.folder().resolve("harness"));
    try (TrialRun run = TrialRun.of(spark, here, job)) {
      if (!run.hasSinks()) {
        throw new IllegalStateException(ForkedMessages.NO_SINK);
      }
      int added = Math.max(1, order.added());
      for (int batch = 0; batch < added; batch++) {
        run.add(batch);
      }
      say(ForkedReport.Kind.ADDED, Integer.toString(added));
      TestQuery query = run.start();
      StringBuilder passed = new StringBuilder();
      step(query, order, passed);
      for (; added < run.batches(); added++) {
        say(ForkedReport.Kind.ADDED, Integer.toString(added + 1));
        run.add(added);
        // Some triggers end by themselves.
        query = query.isActive() ? query : run.restart();
        step(query, order, passed);
      }
      if (order.place() != null) {
        return new ForkedReport(ForkedReport.Kind.MISSED, passed.toString());
      }
      ForkedContents.write(run.contents(), order.folder().resolve(CONTENTS));
      return new ForkedReport(ForkedReport.Kind.DONE, "");
    }
  }

  private void step(TestQuery query, ForkedOrder order, StringBuilder passed) {
    if (order.place() == null) {
      query.processAllAvailable();
    } else {
      query
          .processAllAvailableUnlessAt(
              order.place(), at -> say(ForkedReport.Kind.AT, ForkedOrder.line(at)))
          .forEach(place -> passed.append(place).append('\n'));
    }
  }

  /** The log has the stack. */
  private static String inWords(Throwable e) {
    StringBuilder words = new StringBuilder(String.valueOf(e));
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      words.append("\nCaused by: ").append(cause);
    }
    return words.toString();
  }
}
