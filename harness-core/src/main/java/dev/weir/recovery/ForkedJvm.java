package dev.weir.recovery;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A JVM that runs {@link ForkedMain}, seen from its parent. */
final class ForkedJvm {
  private static final Duration START = Duration.ofMinutes(2);
  private static final int LOG_LINES = 20;

  private final String name;
  private final Process process;
  private final Path log;
  private final BlockingQueue<ForkedReport> reports = new LinkedBlockingQueue<>();
  private boolean ready;

  private ForkedJvm(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
    Thread reader = new Thread(this::read, "weir-" + name);
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts one, and does not wait for it.
   *
   * @param number for messages and its log
   * @param base the folder that everything goes into that it leaves
   */
  static ForkedJvm start(
      int number, Class<? extends JobUnderTest> job, Path base, List<String> more) {
    Path log = base.resolve("jvm-" + number + ".log");
    try {
      Path temporary = Files.createDirectories(base.resolve("tmp"));
      Path arguments = base.resolve("arguments");
      if (!Files.exists(arguments)) {
        Files.write(arguments, arguments(temporary, base, more));
      }
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                  "@" + arguments,
                  ForkedMain.class.getName(),
                  job.getName(),
                  base.toString())
              .redirectError(log.toFile())
              .start();
      return new ForkedJvm("JVM " + number + " of " + job.getSimpleName(), process, log);
    } catch (IOException e) {
      throw new UncheckedIOException("Could not start a JVM for " + job.getName(), e);
    }
  }

  /** In a file, since a class path may be longer than a command line. */
  private static List<String> arguments(Path temporary, Path base, List<String> more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                // Quick to start; few of them live for more than some seconds.
                "-Xmx768m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                // A killed JVM would leave its file with performance data.
                "-XX:-UsePerfData",
                "-XX:ErrorFile=" + base.resolve("hs_err.log"),
                "-Djava.io.tmpdir=" + temporary));
    arguments.addAll(properties(System.getProperties()));
    arguments.add("-cp");
    arguments.add(System.getProperty("java.class.path", ""));
    // What the test says comes last, and so wins.
    arguments.addAll(more);
    return arguments.stream().map(ForkedJvm::quoted).toList();
  }

  /**
   * What goes on to the JVM: the log, the native code, the time zone, and the properties of which
   * Spark makes confs here, so that a job runs there with the same ones.
   */
  static List<String> properties(Properties here) {
    return here.stringPropertyNames().stream()
        .filter(
            name ->
                name.startsWith("spark.")
                    || List.of("weir.log", "java.library.path", "user.timezone").contains(name))
        .sorted()
        .map(name -> "-D" + name + "=" + here.getProperty(name))
        .toList();
  }

  private static String quoted(String argument) {
    return '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        ForkedReport.parse(line).ifPresent(reports::add);
      }
    } catch (IOException e) {
      // That is how its end looks on some systems.
    } finally {
      reports.add(new ForkedReport(ForkedReport.Kind.ENDED, ""));
    }
  }

  /** What it is doing, for messages. */
  private String inWords(@Nullable CrashAt place) {
    return name
        + (place == null ? ", which was to run to the end" : ", which was to be killed " + place);
  }

  /** Tells it what to do, when it is ready. */
  void order(ForkedOrder order) {
    if (!ready) {
      next(order, START);
      ready = true;
    }
    try {
      Writer in = process.outputWriter(StandardCharsets.UTF_8);
      in.write(order.line() + "\n");
      in.flush();
    } catch (IOException e) {
      // It has ended, which its next report says.
    }
  }

  /**
   * What it says next.
   *
   * @throws IllegalStateException if the job has failed, the JVM has ended, or nothing comes in
   *     time
   */
  ForkedReport next(ForkedOrder order, Duration patience) {
    ForkedReport report;
    try {
      report = reports.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for " + name, e);
    }
    if (report == null) {
      throw new IllegalStateException(
          ForkedMessages.silent(inWords(order.place()), patience, logTail()));
    }
    if (report.kind() == ForkedReport.Kind.FAILED) {
      throw new IllegalStateException(ForkedMessages.failed(inWords(order.place()), report.text()));
    }
    if (report.kind() == ForkedReport.Kind.ENDED) {
      int exitCode = awaitEnd();
      throw new IllegalStateException(
          ForkedMessages.died(inWords(order.place()), exitCode, logTail()));
    }
    return report;
  }

  private String logTail() {
    try (Stream<String> lines = Files.readString(log, StandardCharsets.ISO_8859_1).lines()) {
      List<String> all = lines.toList();
      return String.join("\n", all.subList(Math.max(0, all.size() - LOG_LINES), all.size()));
    } catch (IOException e) {
      return "(could not be read: " + e + ")";
    }
  }

  void kill() {
    process.destroyForcibly();
  }

  /**
   * Waits until it is gone, and what it had open is closed. A test that is interrupted has its
   * processes ended too.
   *
   * @return its exit code
   */
  int awaitEnd() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          if (!process.waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException(name + " does not end: " + process);
          }
          return process.exitValue();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
