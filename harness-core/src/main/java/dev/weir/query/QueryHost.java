package dev.weir.query;

import dev.weir.recovery.CrashAt;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** What a query asks of the harness that it belongs to. */
@API(status = Status.INTERNAL, since = "0.1")
public interface QueryHost {

  /** Starts a query in the place of one that is stopped for it. */
  TestQuery restart(TestQuery query, Restart how);

  /**
   * Ends all other queries in the moment in which one is crashed: they live in the same process.
   */
  void killOthers(TestQuery crashed, CrashAt at);

  /**
   * What a failure of an assertion on a query ends with: its run in a few lines, and where the page
   * is that shows it.
   *
   * @return lines after the message; empty if there is nothing to add
   */
  String runInText(TestQuery query);
}
