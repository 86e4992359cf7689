package dev.weir.kafka;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What would show that a cluster is, or was, here: all that must be gone after its end.
 *
 * @param loader the context class loader of the broker's threads, none of which must live
 * @param clientIds how the ids of the harness's clients begin; their threads must not live either
 * @param ports on the loopback interface, none of which must be listened on
 * @param folder must not exist
 */
record BrokerTraces(ClassLoader loader, String clientIds, List<Integer> ports, Path folder) {

  private static final int CONNECT_MILLIS = 500;

  /** A line for each trace that is there now. */
  List<String> left() {
    List<String> left = new ArrayList<>();
    Thread.getAllStackTraces().keySet().stream()
        .filter(this::isOurs)
        .map(thread -> "thread still alive: " + thread.getName())
        .sorted(Comparator.naturalOrder())
        .forEach(left::add);
    for (int port : ports) {
      if (isListenedOn(port)) {
        left.add("port still listening: " + port);
      }
    }
    if (Files.exists(folder)) {
      left.add("folder still there: " + folder);
    }
    return left;
  }

  /** As {@link #left()}, for threads that end a moment after they are told to. */
  List<String> leftAfter(Duration grace) {
    Await.until(grace, () -> left().isEmpty());
    return left();
  }

  private boolean isOurs(Thread thread) {
    return thread.getContextClassLoader() == loader || thread.getName().contains(" | " + clientIds);
  }

  private static boolean isListenedOn(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
