package dev.weir.internal.spark;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a thread that works for a query was doing at one moment.
 *
 * @param name the thread's name
 * @param isTask whether it runs a task; the stream thread otherwise
 * @param state the thread's state
 * @param frames its stack, from the top
 */
public record EngineThread(
    String name, boolean isTask, Thread.State state, List<StackTraceElement> frames) {
  private static final int SHOWN = 12;

  /** Where the code of no job is: the JDK, Scala, Spark with all that it brings, and Weir. */
  private static final List<String> LIBRARIES =
      List.of(
          "java.",
          "javax.",
          "jdk.",
          "sun.",
          "com.sun.",
          "scala.",
          "org.apache.",
          "io.netty.",
          "com.fasterxml.",
          "com.google.",
          "org.rocksdb.",
          "dev.weir.internal.");

  private static final List<String> CONNECTING =
      List.of(
          "java.net.Socket.connect",
          "org.apache.kafka.clients.admin.",
          "org.apache.kafka.clients.consumer.",
          "org.apache.kafka.clients.producer.",
          "org.apache.spark.sql.kafka010.");

  static EngineThread of(Thread thread, boolean isTask) {
    return new EngineThread(
        thread.getName(),
        isTask,
        thread.getState(),
        Arrays.stream(thread.getStackTrace()).map(EngineThread::withoutModule).toList());
  }

  /** The names of class loaders and modules make the frames hard to read. */
  private static StackTraceElement withoutModule(StackTraceElement frame) {
    return new StackTraceElement(
        frame.getClassName(), frame.getMethodName(), frame.getFileName(), frame.getLineNumber());
  }

  /** The call nearest to the top that a job may have written. */
  public Optional<StackTraceElement> firstFrameOutsideOfLibraries() {
    return frames.stream()
        .filter(frame -> LIBRARIES.stream().noneMatch(frame.getClassName()::startsWith))
        .findFirst();
  }

  /** Whether it waits for another system to answer. */
  public boolean isConnecting() {
    return frames.stream()
        .map(frame -> frame.getClassName() + "." + frame.getMethodName())
        .anyMatch(call -> CONNECTING.stream().anyMatch(call::startsWith));
  }

  /** Whether it waits since a test wants a write to take long. */
  public boolean isDelayedByFault() {
    String delay = FileFaults.Delayed.class.getName();
    return frames.stream().anyMatch(frame -> frame.getClassName().equals(delay));
  }

  @Override
  public String toString() {
    return "thread '"
        + name
        + "' is "
        + state
        + frames.stream()
            .limit(SHOWN)
            .map(frame -> "\n      at " + frame)
            .collect(Collectors.joining());
  }
}
