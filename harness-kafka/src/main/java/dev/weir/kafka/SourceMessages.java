package dev.weir.kafka;

import static dev.weir.kafka.KafkaMessages.see;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The texts about what Spark's Kafka source reads of a topic, and what it does not. */
final class SourceMessages {

  private SourceMessages() {}

  static String passedOver(String query, String topic, Map<Integer, OffsetRange> passed) {
    return "Query '"
        + query
        + "' has begun to read the topic "
        + topic
        + " behind everything that was sent to it, and will never see it:"
        + ranges(passed)
        + "\nThat is what startingOffsets=latest means, which is Spark's default: the end of the"
        + " topic at the time of the query's first trigger, not of its start. Set"
        + " startingOffsets=earliest, or let the query come to its first trigger before you send:"
        + " query.processAllAvailable(). If the job is to pass over these records, say so before"
        + " the step: topic.allowSkipping()."
        + see("kafka-latest");
  }

  static String heldBack(String query, String topic, Map<Integer, OffsetRange> back) {
    return "Query '"
        + query
        + "' has found all that was sent to the topic "
        + topic
        + ", and its source keeps some of it back:"
        + ranges(back)
        + "\nThat is what minOffsetsPerTrigger means: wait for more records, or until"
        + " maxTriggerDelay (15 minutes, if not set) has passed since the last batch. Send more,"
        + " or let the time pass: query.advanceTime(Duration.ofMinutes(15)). If nothing is to run"
        + " now, query.processNextBatch() shows that."
        + see("kafka-held-back");
  }

  static String partitionNotRead(String topic, int partition) {
    return "topic '"
        + topic
        + "' was given records in partition "
        + partition
        + ", and no query reads that partition: it is not among those that the option 'assign'"
        + " names";
  }

  static String noSuchTopic(Collection<String> missing, String address, List<String> others) {
    return (missing.size() == 1
            ? "there is no topic " + missing.iterator().next()
            : "there are no topics " + String.join(", ", missing))
        + " on the broker at "
        + address
        + ", which has: "
        + (others.isEmpty() ? "none" : String.join(", ", others))
        + ". Give the job the name of a topic that is there, such as topic.name() of one that the"
        + " test declares with @Topic; the broker creates none by itself."
        + see("kafka-topic-missing");
  }

  static String doesNotRead(String query, String topic, List<String> sources) {
    return query
        + " does not read the topic "
        + topic
        + ", so it has no offsets there. It reads: "
        + (sources.isEmpty() ? "nothing, as it has no plan yet" : String.join(", ", sources))
        + "."
        + see("kafka-offsets");
  }

  static String offsets(String query, String topic, String what, String table) {
    return "Expecting "
        + query
        + " "
        + what
        + " in the topic "
        + topic
        + ", but:\n"
        + table
        + "\n"
        + see("kafka-offsets").stripLeading();
  }

  private static String ranges(Map<Integer, OffsetRange> ranges) {
    return ranges.entrySet().stream()
        .map(range -> "\n  partition " + range.getKey() + ": " + range.getValue())
        .collect(Collectors.joining());
  }
}
