package dev.weir.kafka;

import static dev.weir.kafka.KafkaMessages.see;
import static dev.weir.kafka.KafkaMessages.why;

import org.apache.avro.generic.GenericRecord;

/** The texts about transactions, and about records that are not what a test takes them for. */
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

  static String notJson(String place, String value, String type, Throwable cause) {
    return "The value at "
        + place
        + " is not the JSON of a "
        + type
        + ": "
        + value
        + " ("
        + why(cause)
        + "). Read it as value(), or as what it is."
        + see("kafka-record-type");
  }

  static String notAvro(String place, String value, String schema, Throwable cause) {
    return "The value at "
        + place
        + " is not the Avro of a "
        + schema
        + ": "
        + value
        + " ("
        + why(cause)
        + "). It must be the plain bytes of that schema, as Spark's to_avro writes them, without a"
        + " registry's prefix."
        + see("kafka-record-type");
  }

  static String noAvro(GenericRecord value, Throwable cause) {
    return "The Avro record does not fit its own schema, "
        + value.getSchema().getName()
        + ": "
        + why(cause)
        + "."
        + see("kafka-record-type");
  }

  static String noJson(Object value, Throwable cause) {
    return "A "
        + value.getClass().getSimpleName()
        + " cannot be written as JSON: "
        + why(cause)
        + "."
        + see("kafka-record-type");
  }
}
