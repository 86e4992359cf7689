package dev.weir.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The texts that no other test brings about, and the pages that all of them point to. */
class KafkaMessagesTest {

  private static final Path PAGES = Path.of("..", "docs", "errors");

  @Test
  void everyPageExistsAndIsPointedTo() throws IOException {
    Set<String> named = new TreeSet<>();
    try (Stream<Path> sources = Files.list(Path.of("src/main/java/dev/weir/kafka"))) {
      for (Path source :
          sources.filter(path -> path.toString().endsWith("Messages.java")).toList()) {
        Pattern.compile("see\\(\"([a-z-]+)\"\\)")
            .matcher(Files.readString(source))
            .results()
            .forEach(page -> named.add(page.group(1) + ".md"));
      }
    }

    Set<String> written = new TreeSet<>();
    try (Stream<Path> pages = Files.list(PAGES)) {
      pages
          .map(path -> path.getFileName().toString())
          .filter(name -> name.startsWith("kafka-"))
          .forEach(written::add);
    }
    assertThat(named).hasSizeGreaterThan(10);
    assertThat(written).isEqualTo(named);
  }

  @Test
  void severalPortsAreListed() {
    assertThat(KafkaMessages.portTaken(List.of(9092, 9093)))
        .startsWith("The embedded broker cannot listen on the ports [9092, 9093] of 127.0.0.1: ");
  }

  @Test
  void aTopicThatIsNotReady() {
    assertThat(KafkaMessages.topicNotReady("people", 1, 3, Duration.ofMillis(1500)))
        .isEqualTo(
            "The topic people was created, but after 1500 ms only 1 of 3 partitions can be written."
                + " See docs/errors/kafka-topic-not-created.md");
  }

  @Test
  void aTopicThatIsNotDeleted() {
    assertThat(KafkaMessages.topicNotDeleted("people", Duration.ofSeconds(30)))
        .isEqualTo(
            "The broker accepted to delete the topic people, but still lists it after 30 s."
                + " See docs/errors/kafka-broker-did-not-answer.md");
  }

  @Test
  void aBrokerThatIsClosed() {
    assertThat(KafkaMessages.brokerClosed())
        .isEqualTo(
            "The broker is closed. A broker lives as long as the run, a topic as long as its test:"
                + " use neither afterwards. See docs/errors/kafka-topic-closed.md");
  }

  @Test
  void whatIsLeftIsListed() {
    assertThat(KafkaMessages.leftBehind(List.of("thread still alive: a", "folder still there: b")))
        .isEqualTo(
            """
            The embedded broker is closed, but something of it is left:
              thread still alive: a
              folder still there: b
            This is an error of the harness. See docs/errors/kafka-left-behind.md""");
  }

  @Test
  void severalLeakedTopicsOfSeveralTests() {
    assertThat(KafkaMessages.leakedTopics(List.of("a", "b"), List.of("T.x()", "T.y()")))
        .isEqualTo(
            "Left on the broker and now deleted: the topics a, b. Created by one of T.x(), T.y(),"
                + " and not by the harness. Let the test delete what it creates, or declare it with"
                + " @Topic. See docs/errors/kafka-topic-leaked.md");
  }

  @Test
  void anInterruptedWait() {
    assertThat(KafkaMessages.interrupted("answer"))
        .isEqualTo("The thread was interrupted while it waited for the broker to answer.");
  }

  @Test
  void anUnknownCause() {
    assertThat(KafkaMessages.notStarted(null))
        .startsWith("The embedded broker did not start: for no known reason. ");
    assertThat(KafkaMessages.notStarted(new IllegalStateException()))
        .startsWith("The embedded broker did not start: IllegalStateException. ");
  }
}
