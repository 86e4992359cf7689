package dev.weir.recovery;

import java.time.Duration;
import java.util.List;

/** What is said of jobs in JVMs of their own. */
final class ForkedMessages {
  static final String NO_SINK =
      "A forked job needs sinks that outlive its JVM, and this trial has none: call"
          + " trial.sink(name, () -> spark.read()...). See docs/errors/forked-job.md";

  private ForkedMessages() {}

  static String notAJob(String what) {
    return what
        + " cannot be handed to another JVM, which knows a job by the name of its class and makes it"
        + " by a constructor without parameters. Write it as a top-level or static nested class."
        + " See docs/errors/forked-job.md";
  }

  static String noKill(int rounds, int places) {
    return "A forked job is killed at one place or more, in one round or more, but this is "
        + places
        + " places in "
        + rounds
        + " rounds. See docs/errors/forked-job.md";
  }

  static String notReached(String job, CrashAt place, List<String> passed) {
    return "The forked "
        + job
        + " was to be killed "
        + place
        + ", and has not come there. It has done all that there was to do, and came to: "
        + (passed.isEmpty() ? "nothing, since no batch ran" : String.join(", ", passed))
        + ". See docs/errors/forked-job.md";
  }

  static String failed(String jvm, String why) {
    return "The job failed by itself in "
        + jvm
        + ":\n"
        + why.indent(2).stripTrailing()
        + "\nSee docs/errors/forked-job.md";
  }

  static String died(String jvm, int exitCode, String log) {
    return "Nobody has killed it yet, but it ended with exit code "
        + exitCode
        + ": "
        + jvm
        + ".\nThe end of its log:\n"
        + log.indent(2).stripTrailing()
        + "\nSee docs/errors/forked-job.md";
  }

  static String silent(String jvm, Duration patience, String log) {
    return "Nothing was heard for "
        + patience.toSeconds()
        + " s of "
        + jvm
        + ".\nThe end of its log:\n"
        + log.indent(2).stripTrailing()
        + "\nSee docs/errors/forked-job.md";
  }
}
