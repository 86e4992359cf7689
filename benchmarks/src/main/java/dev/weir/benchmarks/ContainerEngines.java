package dev.weir.benchmarks;

import org.testcontainers.DockerClientFactory;

/** Whether a container can be measured here. */
final class ContainerEngines {
  private ContainerEngines() {}

  static boolean isThere() {
    boolean there = DockerClientFactory.instance().isDockerAvailable();
    if (!there) {
      System.out.println("No container engine runs here: Kafka in a container is NOT MEASURED.");
    }
    return there;
  }
}
