package dev.weir.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nobody outside of this machine reaches a broker of the tests. */
class LoopbackTest {

  /** 127.0.0.2 too: on Linux it leads to whoever listens on all addresses. */
  private static Stream<String> otherAddresses() throws IOException {
    return Stream.concat(
        Stream.of("127.0.0.2"),
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> !address.isLoopbackAddress())
            .map(InetAddress::getHostAddress));
  }

  /** Those of them by which something that listens everywhere is reached. */
  private static List<String> addressesThatWork() throws IOException {
    try (ServerSocket everywhere = new ServerSocket(0)) {
      return otherAddresses()
          .filter(address -> Listener.isThere(address + ":" + everywhere.getLocalPort()))
          .toList();
    }
  }

  @Test
  void everyPortIsBoundToTheLoopbackAddress() throws IOException {
    List<String> addresses = addressesThatWork();
    assertThat(addresses).isNotEmpty();
    try (EmbeddedKafkaBroker broker =
        EmbeddedKafkaBroker.start(EmbeddedKafkaOptions.DEFAULT.withPorts(0, 0))) {
      List<Integer> ports = broker.traces().ports();

      // Two brokers, each with a listener for clients and one for the other; a controller.
      assertThat(ports).hasSize(5).doesNotHaveDuplicates();
      assertThat(ports).allMatch(port -> Listener.isThere("127.0.0.1:" + port));
      assertThat(ports)
          .allSatisfy(
              port ->
                  assertThat(addresses)
                      .noneMatch(address -> Listener.isThere(address + ":" + port)));
    }
  }
}
