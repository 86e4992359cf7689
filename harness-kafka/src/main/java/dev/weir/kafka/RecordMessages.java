package dev.weir.kafka;

import static dev.weir.kafka.KafkaMessages.see;
import static dev.weir.kafka.KafkaMessages.why;

import java.time.Duration;

/** The texts about what is in a topic: values written and read, transactions, changes. */
final class RecordMessages {
  private RecordMessages() {}

  static String transactionFailed(String what, String topic, Throwable cause) {
    return "The broker did not "
        + what
        + " a transaction on the topic "
        + topic
        + ": "
        + why(cause)
        + "."
        + see("kafka-transaction");
  }

  static String transactionNotEnded(String what, String topic, Duration timeout) {
    return "The broker accepted to "
        + what
        + " a transaction on the topic "
        + topic
        + ", but has not done so after "
        + KafkaMessages.seconds(timeout)
        + "."
        + see("kafka-transaction");
  }

  static String transactionOver(String what, String topic) {
    return "The transaction on the topic "
        + topic
        + " is over, so there is nothing to "
        + what
        + ". Begin another one."
        + see("kafka-transaction");
  }

  static String notInMemory(String wanted, String topic) {
    return "The topic "
        + topic
        + " is in memory, where there is no "
        + wanted
        + ". Ask for EMBEDDED in this test: @KafkaTest(broker = BrokerKind.EMBEDDED)."
        + see("kafka-memory");
  }

  static String fewerPartitions(String topic, int partitions, int wanted) {
    return "The topic "
        + topic
        + " has "
        + KafkaMessages.partitions(partitions)
        + " and cannot have "
        + wanted
        + ": the number only grows. Say how many there are to be in all, not how many more."
        + see("kafka-no-such-partition");
  }

  static String noPartition(String topic, int partitions, int partition) {
    return "The topic "
        + topic
        + " has "
        + KafkaMessages.partitions(partitions)
        + (partitions == 1 ? " (0)" : " (0 to " + (partitions - 1) + ")")
        + ", and there is none of number "
        + partition
        + " to look at."
        + see("kafka-no-such-partition");
  }

  static String noOrder(String topic, int partitions) {
    return "The topic "
        + topic
        + " has "
        + KafkaMessages.partitions(partitions)
        + ", between which records have no order. Compare one of them,"
        + " assertThat(topic).partition(0), or in any order."
        + see("kafka-topic-differs");
  }

  static String atLeastOnce() {
    return "Spark's Kafka sink writes a batch once more if it was not committed. Let the consumer"
        + " pass over what it has seen, by a key or an id in the value.";
  }

  static String notWritten(String format, Object value, String why, String advice) {
    return "A "
        + value.getClass().getName()
        + " cannot be written as "
        + format
        + ": "
        + why
        + ". "
        + advice
        + see("kafka-not-serialized");
  }

  static String notReadAs(
      String part, String place, String format, String type, String why, String shown) {
    return "The "
        + part
        + " of "
        + place
        + " is no "
        + format
        + " of "
        + type
        + ": "
        + why
        + ". The "
        + part
        + ": "
        + shown
        + ". Read it with "
        + part
        + "Bytes(), or look at what wrote it."
        + see("kafka-not-deserialized");
  }
}
