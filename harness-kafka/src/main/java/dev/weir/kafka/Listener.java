package dev.weir.kafka;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;

/** Somebody who listens at an address, whatever they speak. */
final class Listener {

  private static final int CONNECT_MILLIS = 500;

  private Listener() {}

  /**
   * Connects, and says nothing.
   *
   * @param servers {@code host:port}, several of them separated by commas
   * @return whether one of them accepts connections
   */
  static boolean isThere(String servers) {
    return Arrays.stream(servers.split(",")).map(String::strip).anyMatch(Listener::accepts);
  }

  private static boolean accepts(String server) {
    int colon = server.lastIndexOf(':');
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(
              server.substring(0, colon), Integer.parseInt(server.substring(colon + 1))),
          CONNECT_MILLIS);
      return true;
    } catch (IOException | RuntimeException e) {
      // Whatever is wrong with the address, nobody was found there.
      return false;
    }
  }
}
