package dev.weir.query;

import dev.weir.input.StreamInput;
import dev.weir.internal.spark.EngineQuery;
import dev.weir.internal.spark.EngineThread;
import dev.weir.internal.spark.SourceStatus;
import java.util.List;
import java.util.Optional;

/** What most probably holds a query up, and what to do about it, in one or two sentences. */
final class LikelyCause {
  private LikelyCause() {}

  static String of(List<EngineThread> threads, EngineQuery engine, List<StreamInput> inputs) {
    if (threads.stream().anyMatch(EngineThread::isDelayedByFault)) {
      return "a fault that the test has injected delays the writing of a file. Lift it, or inject a"
          + " shorter delay. See docs/errors/storage-fault.md";
    }
    for (EngineThread thread : threads) {
      Optional<StackTraceElement> code = thread.firstFrameOutsideOfLibraries();
      if (code.isPresent()) {
        return (thread.isTask() ? "a task" : "the job's own code on the driver")
            + " does not come back from "
            + code.get()
            + ". Look there for a lock, a call to another system or a loop; if it only needs"
            + " longer, raise the timeout.";
      }
    }
    for (EngineThread thread : threads) {
      if (thread.isConnecting()) {
        return "a source or a sink waits for another system, which does not answer. Check the"
            + " address that the job was given, whether that system runs, and whether both sides"
            + " want TLS and a login, or neither.";
      }
    }
    for (SourceStatus source : engine.sources()) {
      for (StreamInput input : inputs) {
        if (input.feeds(source) && !input.hasArrived(source)) {
          return "what was added to "
              + input.description()
              + " does not come to the query's source. Check that no other reader takes it.";
        }
        if (input.feeds(source) && !input.isProcessed(source)) {
          return "the query takes no more of "
              + input.description()
              + ", though not all of it is processed. Check where the job starts to read"
              + " (startingOffsets), and what it filters by (a path, a pattern).";
        }
      }
    }
    return threads.stream().anyMatch(EngineThread::isTask)
        ? "there is more work than time: tasks are running. Raise the timeout, or add less."
        : "nothing that Weir knows. The threads below say where the query is.";
  }
}
