package dev.weir;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

/** What goes wrong before a cluster is there. That one works the profile {@code cluster} shows. */
class StandaloneClusterTest {

  @Test
  void aMasterThatIsNotThere() throws IOException {
    int port;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = server.getLocalPort();
    }
    String master = "spark://127.0.0.1:" + port;
    assertThatThrownBy(() -> ClusterConf.checkAnswers(master))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Nobody answers at "
                + master
                + ", where the master of a Spark cluster was to be (weir.master). Start it, or leave"
                + " the setting out to run in this JVM. See docs/errors/cluster.md");
  }

  @Test
  void aClusterWithoutWorkers() {
    assertThatThrownBy(() -> StandaloneCluster.start(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "A cluster has at least 1 worker, but was to have 0. See docs/errors/cluster.md");
  }
}
