package dev.weir.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The texts of the failures: what, why, the fix, and where more is written about it. */
final class KafkaMessages {

  private KafkaMessages() {}

  static String brokerJarsMissing(String resource) {
    return "The embedded broker's jars are not on the class path: there is no resource "
        + resource
        + ". It comes with dev.weir:harness-kafka-broker, a dependency of harness-kafka: is it"
        + " excluded?"
        + see("kafka-broker-jars-missing");
  }

  static String folderNotWritable(Object folder, Throwable cause) {
    return "The embedded broker cannot write to "
        + folder
        + " ("
        + why(cause)
        + "). It needs a folder for its logs: let the system property java.io.tmpdir name one that"
        + " can be written."
        + see("kafka-folder-not-writable");
  }

  static String portTaken(List<Integer> ports) {
    return "The embedded broker cannot listen on "
        + (ports.size() == 1 ? "port " + ports.get(0) : "the ports " + ports)
        + " of 127.0.0.1: somebody else does. Stop whoever it is, or leave the port out: the broker"
        + " then takes a free one."
        + see("kafka-port-taken");
  }

  static String notStarted(@Nullable Throwable cause) {
    return "The embedded broker did not start: "
        + why(cause)
        + ". What it said before is in the log of kafka.server."
        + see("kafka-broker-not-started");
  }

  static String notStartedInTime(Duration timeout, String stack) {
    return "The embedded broker did not start within "
        + seconds(timeout)
        + "; this is what it was doing:"
        + stack
        + "\nWhat it said before is in the log of kafka.server."
        + see("kafka-broker-not-started");
  }

  static String brokerClosed() {
    return "The broker is closed. A broker lives as long as the run, a topic as long as its test:"
        + " use neither afterwards."
        + see("kafka-topic-closed");
  }

  static String leftBehind(List<String> left) {
    return "The embedded broker is closed, but something of it is left:\n  "
        + String.join("\n  ", left)
        + "\nThis is an error of the harness."
        + see("kafka-left-behind");
  }

  static String topicExists(String topic) {
    return "The topic "
        + topic
        + " exists already, and no test of this run owns it. Delete it, or leave the name out: the"
        + " test then gets a topic that nobody else has."
        + see("kafka-topic-in-use");
  }

  static String topicInUse(String topic, String owner) {
    return "The topic "
        + topic
        + " is in use by "
        + owner
        + ". Two tests cannot have one fixed name at once: run them one after the other"
        + " (@ResourceLock(\""
        + topic
        + "\") on both), or give the job the name of a fresh topic."
        + see("kafka-topic-in-use");
  }

  static String topicNotCreated(String topic, int partitions, @Nullable Throwable cause) {
    return "The broker did not create the topic "
        + topic
        + " ("
        + partitions(partitions)
        + "): "
        + why(cause)
        + "."
        + see("kafka-topic-not-created");
  }

  static String topicNotReady(String topic, long leaders, int partitions, Duration timeout) {
    return "The topic "
        + topic
        + " was created, but after "
        + seconds(timeout)
        + " only "
        + leaders
        + " of "
        + partitions(partitions)
        + " can be written."
        + see("kafka-topic-not-created");
  }

  static String tooFewPartitions(String topic, int partitions) {
    return "The topic "
        + topic
        + " is to have "
        + partitions(partitions)
        + ". It needs at least 1."
        + see("kafka-topic-not-created");
  }

  static String topicNotDeleted(String topic, Duration timeout) {
    return "The broker accepted to delete the topic "
        + topic
        + ", but still lists it after "
        + seconds(timeout)
        + "."
        + see("kafka-broker-did-not-answer");
  }

  static String topicMissing(String topic) {
    return "There is no topic "
        + topic
        + ". Was it deleted while the test ran? The broker creates no topic by itself, as in"
        + " production."
        + see("kafka-topic-missing");
  }

  static String topicClosed(String topic) {
    return "The topic "
        + topic
        + " is deleted: its test has ended. A topic lives as long as its test; one for all tests of"
        + " a class is a static field with @Topic."
        + see("kafka-topic-closed");
  }

  static String brokerDidNot(String what, String topic, String address, @Nullable Throwable cause) {
    return "The broker at "
        + address
        + " was asked to "
        + what
        + (topic.isEmpty() ? "" : " " + topic)
        + ", and did not: "
        + why(cause)
        + "."
        + see("kafka-broker-did-not-answer");
  }

  static String interrupted(String what) {
    return "The thread was interrupted while it waited for the broker to " + what + ".";
  }

  static String nullRecords(String topic) {
    return "Nothing to send to the topic "
        + topic
        + ": the array is null. A record with a null value is send((String) null), or"
        + " KafkaRecord.tombstone(key)."
        + see("kafka-null-record");
  }

  static String nullRecord(String topic, int number) {
    return "Record "
        + number
        + " for the topic "
        + topic
        + " is null, and none was sent. A record with a null value is KafkaRecord.of(null), or"
        + " KafkaRecord.tombstone(key)."
        + see("kafka-null-record");
  }

  static String noSuchPartition(String topic, int partitions, int partition, KafkaRecord record) {
    return "The topic "
        + topic
        + " has "
        + partitions(partitions)
        + (partitions == 1 ? " (0)" : " (0 to " + (partitions - 1) + ")")
        + ", and there is none of number "
        + partition
        + " for the record "
        + record
        + ". None was sent. More are had by @Topic(partitions = ...)."
        + see("kafka-no-such-partition");
  }

  static String notSent(
      String topic, int number, int all, KafkaRecord record, @Nullable Throwable cause) {
    return "Record "
        + number
        + " of "
        + all
        + " was not written to the topic "
        + topic
        + (record.partition().isPresent()
            ? ", partition " + record.partition().getAsInt()
            : ", any partition")
        + ": "
        + why(cause)
        + ". The record: "
        + record
        + see("kafka-not-sent");
  }

  static String notRead(String topic, int records, Throwable cause) {
    return "Reading the topic "
        + topic
        + " failed after "
        + records(records)
        + ": "
        + why(cause)
        + "."
        + see("kafka-not-read");
  }

  static String notAllRead(
      String topic, Duration timeout, int records, Collection<String> missing) {
    return "Read "
        + records(records)
        + " of the topic "
        + topic
        + " within "
        + seconds(timeout)
        + "; still missing: "
        + String.join("; ", missing)
        + "."
        + see("kafka-not-read");
  }

  static String offsets(int partition, long first, long last) {
    return "partition "
        + partition
        + (first == last ? " offset " + first : " offsets " + first + " to " + last);
  }

  static String leakedTopics(Collection<String> topics, Collection<String> tests) {
    return "Left on the broker and now deleted: "
        + (topics.size() == 1 ? "the topic " : "the topics ")
        + String.join(", ", topics)
        + ". Created by "
        + (tests.size() == 1 ? "" : "one of ")
        + String.join(", ", tests)
        + ", and not by the harness. Let the test delete what it creates, or declare it with @Topic."
        + see("kafka-topic-leaked");
  }

  static String declaration(String element, String problem) {
    return element + ": " + problem;
  }

  static String parameterType(String element, String type) {
    return element
        + " has @Topic, but is of type "
        + type
        + ". Make it a KafkaTopic, or take @Topic away."
        + see("kafka-topic-declaration");
  }

  static String fieldFinal(String element) {
    return element
        + " has @Topic and is final, so no topic can be put into it. Take 'final' away."
        + see("kafka-topic-declaration");
  }

  static String classLevelParameter(String element) {
    return element
        + " is called once for the class, but a topic that is a parameter belongs to one test."
        + " Declare a static field: @Topic static KafkaTopic topic."
        + see("kafka-topic-declaration");
  }

  static String declaredTooFewPartitions(String element, int partitions) {
    return element
        + " wants "
        + partitions(partitions)
        + ". A topic needs at least 1."
        + see("kafka-topic-declaration");
  }

  static String topicConfig(String element, String line) {
    return element
        + ": '"
        + line
        + "' is no configuration of a topic: write @Topic(config = \"name=value\")."
        + see("kafka-topic-declaration");
  }

  static String twoUnnamed(String first, String second) {
    return first
        + " and "
        + second.substring(0, 1).toLowerCase(Locale.ROOT)
        + second.substring(1)
        + " would be one and the same topic. Tell them apart: @Topic(\"left\") and"
        + " @Topic(\"right\"), or by their names: @Topic(name = ...)."
        + see("kafka-topic-declaration");
  }

  static String labelAndName(String element, String label, String name) {
    return element
        + " has a label ('"
        + label
        + "') and a name ('"
        + name
        + "'). A label is for a topic with a fresh name: leave one of them out."
        + see("kafka-topic-declaration");
  }

  static String otherPartitions(String element, int wanted, String topic, int partitions) {
    return element
        + " wants "
        + partitions(wanted)
        + ", but the topic "
        + topic
        + " was declared before, with "
        + partitions
        + ". Say the same number in both places, or give them different labels."
        + see("kafka-topic-declaration");
  }

  static String why(@Nullable Throwable cause) {
    if (cause == null) {
      return "for no known reason";
    }
    String message = cause.getMessage();
    String name = cause.getClass().getSimpleName();
    return message == null ? name : name + ": " + withoutFullStop(message);
  }

  private static String withoutFullStop(String message) {
    return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
  }

  static String records(int count) {
    return count == 1 ? "1 record" : count + " records";
  }

  static String partitions(int count) {
    return count == 1 ? "1 partition" : count + " partitions";
  }

  static String seconds(Duration timeout) {
    long millis = timeout.toMillis();
    return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
  }

  static String see(String page) {
    return " See docs/errors/" + page + ".md";
  }
}
