package dev.weir.kafka;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * Testcontainers' Kafka, with its port on the loopback interface, and its start script written by a
 * command.
 *
 * <p>Testcontainers copies the script as a tar archive, by a method of commons-compress 1.26. Spark
 * 3.5 brings 1.23, and on one class path Maven takes whichever is declared first; without the
 * method the container would wait for its script in vain. A command in the container needs no
 * archive, and leaves the user's commons-compress alone.
 */
final class LoopbackKafkaContainer extends KafkaContainer {
  private static final int KAFKA_PORT = 9092;
  private static final int BROKER_PORT = 9093;
  private static final String SCRIPT = "/tmp/testcontainers_start.sh";

  private final Map<String, byte[]> files;

  /**
   * Starts nothing yet.
   *
   * @param files by path, what has to be there before the broker starts
   */
  LoopbackKafkaContainer(DockerImageName image, Map<String, byte[]> files) {
    super(image);
    this.files = files;
    withCreateContainerCmdModifier(LoopbackKafkaContainer::onLoopbackAlone);
  }

  /** Docker's own way is to let the whole network in. */
  private static void onLoopbackAlone(CreateContainerCmd command) {
    HostConfig host = command.getHostConfig();
    if (host == null) {
      throw new IllegalStateException("Testcontainers sets a host configuration");
    }
    command.withHostConfig(
        host.withPortBindings(
            new PortBinding(Ports.Binding.bindIp("127.0.0.1"), new ExposedPort(KAFKA_PORT))));
  }

  /** The port is known by now; moved into its place, the script is never seen half. */
  @Override
  protected void containerIsStarting(InspectContainerResponse container) {
    String advertised =
        "PLAINTEXT://"
            + getBootstrapServers()
            + ",BROKER://"
            + container.getConfig().getHostName()
            + ":"
            + BROKER_PORT;
    files.forEach(this::write);
    String script =
        "#!/bin/bash\nexport KAFKA_ADVERTISED_LISTENERS="
            + advertised
            + "\n/etc/kafka/docker/run\n";
    write(SCRIPT, script.getBytes(StandardCharsets.UTF_8));
  }

  private void write(String file, byte[] content) {
    try {
      ExecResult result =
          execInContainer(
              "sh",
              "-c",
              "mkdir -p \"$(dirname \"$2\")\" && printf '%s' \"$1\" | base64 -d > \"$2.new\" && chmod 777 \"$2.new\" && mv \"$2.new\" \"$2\"",
              "sh",
              Base64.getEncoder().encodeToString(content),
              file);
      if (result.getExitCode() != 0) {
        throw new IllegalStateException("writing " + file + " failed: " + result.getStderr());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the container started", e);
    }
  }
}
