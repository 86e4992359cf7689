package dev.weir.recovery;

import dev.weir.HarnessOptions;
import dev.weir.internal.progress.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * JVMs one after the other, with all that they leave in one folder. The next one is started while
 * one works, since a start is what takes time. Closing it ends them all and deletes the folder, and
 * so does the end of this JVM.
 */
final class ForkedChain implements AutoCloseable {
  private final Class<? extends JobUnderTest> job;
  private final List<String> jvmArguments;
  private final Duration patience;
  private final Path base;
  private final Thread hook = new Thread(this::end, "weir-forked-jobs");
  private final List<ForkedJvm> started = new ArrayList<>();
  private @Nullable ForkedJvm current;
  private @Nullable ForkedJvm spare;
  private int runs;
  private boolean over;

  ForkedChain(
      Class<? extends JobUnderTest> job,
      HarnessOptions options,
      List<String> jvmArguments,
      Path parent) {
    this.job = job;
    this.jvmArguments = jvmArguments;
    this.patience = options.timeout().multipliedBy(2);
    try {
      this.base = Files.createTempDirectory(parent, "weir-killed-");
      ForkedOptions.write(options, base.resolve(ForkedMain.OPTIONS));
    } catch (IOException e) {
      throw new UncheckedIOException("Could not make the folder of a forked job in " + parent, e);
    }
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * Runs the job from the beginning to the end.
   *
   * @param places where JVMs are killed on the way
   * @param killed hears of each kill where it was
   * @param progress hears of each JVM
   * @return what is in the sinks then
   */
  List<SinkContents> run(List<CrashAt> places, Consumer<CrashAt> killed, Progress progress) {
    Path folder = base.resolve("run-" + ++runs);
    int added = 0;
    for (CrashAt place : places) {
      progress.step("run " + runs + ", a JVM to be killed " + place);
      ForkedJvm jvm = current();
      warmUp();
      ForkedOrder order = new ForkedOrder(folder, added, place);
      jvm.order(order);
      ForkedReport report = jvm.next(order, patience);
      for (; report.kind() == ForkedReport.Kind.ADDED; report = jvm.next(order, patience)) {
        added = Integer.parseInt(report.text());
      }
      if (report.kind() == ForkedReport.Kind.MISSED) {
        throw new IllegalStateException(
            ForkedMessages.notReached(
                job.getSimpleName(), place, report.text().lines().distinct().toList()));
      }
      jvm.kill();
      jvm.awaitEnd();
      current = null;
      killed.accept(ForkedOrder.place(report.text()));
    }
    progress.step("run " + runs + ", a JVM that goes to the end");
    ForkedJvm jvm = current();
    ForkedOrder order = new ForkedOrder(folder, added, null);
    jvm.order(order);
    while (jvm.next(order, patience).kind() != ForkedReport.Kind.DONE) {}
    try {
      List<SinkContents> contents = ForkedContents.read(folder.resolve(ForkedMain.CONTENTS));
      delete(folder);
      return contents;
    } catch (IOException e) {
      throw new UncheckedIOException("Could not read what is in the sinks of " + job.getName(), e);
    }
  }

  private ForkedJvm current() {
    ForkedJvm jvm = current;
    if (jvm == null) {
      jvm = spare == null ? start() : spare;
      current = jvm;
      spare = null;
    }
    return jvm;
  }

  private void warmUp() {
    if (spare == null) {
      spare = start();
    }
  }

  private synchronized ForkedJvm start() {
    if (over) {
      throw new IllegalStateException("This JVM ends");
    }
    ForkedJvm jvm = ForkedJvm.start(started.size() + 1, job, base, jvmArguments);
    started.add(jvm);
    return jvm;
  }

  private synchronized void end() {
    if (!over) {
      over = true;
      started.forEach(ForkedJvm::kill);
      started.forEach(ForkedJvm::awaitEnd);
      delete(base);
    }
  }

  private static void delete(Path folder) {
    try {
      ForkedFolder.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("Could not delete " + folder, e);
    }
  }

  @Override
  public void close() {
    end();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // This JVM is ending, and the hook finds nothing left to do.
    }
  }
}
