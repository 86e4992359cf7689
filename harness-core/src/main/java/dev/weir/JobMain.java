package dev.weir;

/** The entry point of a job: {@code WordCountJob::main}. */
@FunctionalInterface
public interface JobMain {

  /**
   * Runs the job until its queries end.
   *
   * @param arguments the command line
   * @throws Exception whatever the job throws
   */
  void run(String... arguments) throws Exception;
}
