package dev.weir.kafka;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.PullResponseItem;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.testcontainers.DockerClientFactory;

/**
 * Sees to it that an image is here. Testcontainers would do so too, but tries for minutes to get
 * one that cannot be had, and nobody would know what the tests wait for.
 */
final class ContainerImage {
  private static final Duration PULL = Duration.ofMinutes(5);

  private static final Map<String, Optional<String>> PROBLEMS = new ConcurrentHashMap<>();

  private ContainerImage() {}

  /** Why an image cannot be had, in words; empty if it can. Tried once for each image. */
  static Optional<String> problem(String image) {
    return PROBLEMS.computeIfAbsent(
        image,
        name -> {
          try {
            require(name);
            return Optional.empty();
          } catch (KafkaHarnessException e) {
            return Optional.of(BrokerMessages.noImage(name, e.getCause()));
          }
        });
  }

  static void require(String image) {
    DockerClient docker = DockerClientFactory.instance().client();
    try {
      docker.inspectImageCmd(image).exec();
    } catch (NotFoundException absent) {
      pull(docker, image);
    }
  }

  private static void pull(DockerClient docker, String image) {
    Announcement.once(BrokerMessages.pulling(image));
    try {
      boolean done =
          docker
              .pullImageCmd(image)
              .exec(new ResultCallback.Adapter<PullResponseItem>())
              .awaitCompletion(PULL.toSeconds(), TimeUnit.SECONDS);
      if (!done) {
        throw new KafkaHarnessException(BrokerMessages.notPulledInTime(image, PULL));
      }
      docker.inspectImageCmd(image).exec();
    } catch (DockerException e) {
      throw new KafkaHarnessException(BrokerMessages.notPulled(image, e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaHarnessException(KafkaMessages.interrupted("come from its registry"), e);
    }
  }
}
