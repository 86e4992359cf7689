package dev.weir.kafka;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;

/** Whether containers can be run here: asked once, since the answer may take seconds. */
final class ContainerEngine {
  private static final String LIBRARY = "org.testcontainers.kafka.KafkaContainer";
  private static @Nullable ContainerEngine here;

  private final @Nullable String problem;

  ContainerEngine(@Nullable String problem) {
    this.problem = problem;
  }

  static synchronized ContainerEngine here() {
    if (here == null) {
      here = new ContainerEngine(look(ContainerEngine.class.getClassLoader()));
    }
    return here;
  }

  /** Why no container can be run, in words; empty if one can. */
  Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /** Looks for the library first: without it, no class that names its types may be loaded. */
  static @Nullable String look(ClassLoader classPath) {
    try {
      Class.forName(LIBRARY, false, classPath);
    } catch (ClassNotFoundException e) {
      return BrokerMessages.noTestcontainers();
    }
    return Engine.problem();
  }

  /** Apart, so that it is loaded with the library alone. */
  private static final class Engine {
    private Engine() {}

    static @Nullable String problem() {
      try {
        var unused = DockerClientFactory.instance().client();
        return null;
      } catch (RuntimeException e) {
        // No engine is an IllegalStateException; one that cannot get Testcontainers' own images
        // is whatever their download ended with.
        return BrokerMessages.noEngine(e);
      } catch (LinkageError e) {
        return BrokerMessages.olderLibrary(e);
      }
    }
  }
}
