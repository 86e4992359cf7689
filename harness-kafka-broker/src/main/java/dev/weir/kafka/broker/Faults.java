package dev.weir.kafka.broker;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import kafka.server.FaultHandlerFactory;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.server.fault.FaultHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the brokers reported as fatal.
 *
 * <p>A broker in production ends its own process when it cannot go on. This process is the one that
 * runs the tests, so here a fault is written down and thrown, and the JVM lives.
 */
final class Faults implements FaultHandlerFactory {

  private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

  private final List<String> reported = new CopyOnWriteArrayList<>();

  List<String> reported() {
    return List.copyOf(reported);
  }

  /** Kafka's Exit is a static of the brokers' own class loader, so nobody else is affected. */
  void insteadOfEndingTheJvm() {
    Exit.Procedure procedure =
        (status, message) -> {
          throw fault("the broker wanted to end the JVM with status " + status, message, null);
        };
    Exit.setExitProcedure(procedure);
    Exit.setHaltProcedure(procedure);
  }

  @Override
  public FaultHandler build(String name, boolean fatal, Runnable action) {
    return (message, cause) -> {
      IllegalStateException fault = fault(name, message, cause);
      action.run();
      return fault;
    };
  }

  private IllegalStateException fault(String what, String message, Throwable cause) {
    String text = what + (message == null ? "" : ": " + message);
    reported.add(cause == null ? text : text + " (" + cause + ")");
    LOG.error("{}", text, cause);
    return new IllegalStateException(text, cause);
  }
}
