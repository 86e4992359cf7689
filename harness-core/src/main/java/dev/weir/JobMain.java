package dev.weir;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** The entry point of a job: {@code WordCountJob::main}. */
@API(status = Status.EXPERIMENTAL, since = "0.1")
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
