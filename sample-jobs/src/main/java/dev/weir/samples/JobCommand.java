package dev.weir.samples;

import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

/**
 * Runs a job from its command line. A bad option ends the JVM with exit code 2 and a message; what
 * the job itself throws comes out of {@code main}, so that spark-submit sees it.
 */
final class JobCommand {
  private JobCommand() {}

  static void run(Object job, String... arguments) throws Exception {
    Exception[] thrown = new Exception[1];
    int code =
        new CommandLine(job)
            .setExecutionExceptionHandler(
                (exception, command, result) -> {
                  thrown[0] = exception;
                  return ExitCode.SOFTWARE;
                })
            .execute(arguments);
    if (thrown[0] != null) {
      throw thrown[0];
    }
    if (code == ExitCode.USAGE) {
      System.exit(code);
    }
  }
}
