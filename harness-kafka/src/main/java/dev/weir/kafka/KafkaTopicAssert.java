package dev.weir.kafka;

import java.util.Arrays;
import java.util.List;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on what is in a topic, as a consumer of committed records reads it. They read the
 * topic once, at the first of them.
 *
 * <p>An expected {@link KafkaRecord} is compared by key and value, and by its headers, its
 * partition and its timestamp if it has them: what it leaves open is not compared.
 *
 * <pre>{@code
 * assertThat(topic).containsExactlyInAnyOrder(KafkaRecord.of("A").withKey("a"));   // passes
 * assertThat(topic).partition(0).hasSize(2);                                       // fails
 * }</pre>
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public class KafkaTopicAssert extends AbstractAssert<KafkaTopicAssert, KafkaTopic> {
  private static final int WHOLE = -1;

  private final int partition;
  private final String where;
  private @Nullable List<ReceivedRecord> read;

  /** For a whole topic. */
  public KafkaTopicAssert(KafkaTopic topic) {
    this(topic, WHOLE, "Topic '" + topic.name() + "'", null);
  }

  private KafkaTopicAssert(
      KafkaTopic topic, int partition, String where, @Nullable List<ReceivedRecord> read) {
    super(topic, KafkaTopicAssert.class);
    this.partition = partition;
    this.where = where;
    this.read = read;
  }

  /**
   * Goes on with one partition, within which records have an order.
   *
   * <pre>{@code
   * assertThat(topic).partition(0).containsExactly(KafkaRecord.of("a"), KafkaRecord.of("b"));
   * }</pre>
   *
   * @param number from 0
   * @throws KafkaHarnessException if the topic has no such partition
   */
  public KafkaTopicAssert partition(int number) {
    if (number < 0 || number >= actual.partitions()) {
      throw new KafkaHarnessException(
          RecordMessages.noPartition(actual.name(), actual.partitions(), number));
    }
    return new KafkaTopicAssert(
            actual, number, "Topic '" + actual.name() + "', partition " + number, all())
        .as(info.descriptionText());
  }

  /**
   * The topic has these records, each as often as it is named, and no others.
   *
   * <pre>{@code
   * // the topic has a and b
   * assertThat(topic).containsExactlyInAnyOrder(KafkaRecord.of("b"), KafkaRecord.of("a"));  // passes
   * assertThat(topic).containsExactlyInAnyOrder(KafkaRecord.of("a"));                       // fails
   * }</pre>
   */
  public KafkaTopicAssert containsExactlyInAnyOrder(KafkaRecord... expected) {
    matchAll(expected);
    return this;
  }

  /**
   * The partition has these records in this order, and no others.
   *
   * <pre>{@code
   * // partition 0 has a, then b
   * assertThat(topic).partition(0).containsExactly(KafkaRecord.of("a"), KafkaRecord.of("b"));  // passes
   * assertThat(topic).partition(0).containsExactly(KafkaRecord.of("b"), KafkaRecord.of("a"));  // fails
   * }</pre>
   *
   * @throws KafkaHarnessException if the topic has several partitions, between which there is no
   *     order, and none was chosen
   */
  public KafkaTopicAssert containsExactly(KafkaRecord... expected) {
    if (partition == WHOLE && actual.partitions() > 1) {
      throw new KafkaHarnessException(RecordMessages.noOrder(actual.name(), actual.partitions()));
    }
    RecordMatch match = matchAll(expected);
    List<ReceivedRecord> came = records();
    for (int i = 0; i < expected.length; i++) {
      if (!expected[i].matches(came.get(i))) {
        throw failure(
            RecordsForDiff.inOrder(match.cameAsExpected()),
            RecordsForDiff.inOrder(Arrays.asList(expected)),
            new TopicDifference(
                    where, "the records come in another order, first at number " + (i + 1))
                .missing(List.of(expected[i]))
                .note(" + " + came.get(i) + "  came"));
      }
    }
    return this;
  }

  /**
   * The topic has at least these records, each as often as it is named.
   *
   * <pre>{@code
   * // the topic has a and b
   * assertThat(topic).contains(KafkaRecord.of("a"));                        // passes
   * assertThat(topic).contains(KafkaRecord.of("a"), KafkaRecord.of("a"));   // fails
   * }</pre>
   */
  public KafkaTopicAssert contains(KafkaRecord... expected) {
    RecordMatch match = new RecordMatch(Arrays.asList(expected), records());
    if (!match.missing().isEmpty()) {
      throw failure(
          RecordsForDiff.sorted(match.cameAsExpected()),
          RecordsForDiff.sorted(Arrays.asList(expected)),
          new TopicDifference(
                  where,
                  match.missing().size() + " of " + expected.length + " expected did not come")
              .missing(match.missing())
              .note(came()));
    }
    return this;
  }

  /**
   * No two records have equal keys and equal values: each came once, as a consumer sees it. Spark's
   * Kafka sink writes a batch again that it did not commit (it is at-least-once).
   *
   * <pre>{@code
   * // the topic has a, b, and once more a
   * assertThat(topic).hasNoDuplicates();   // fails, and names a with its places
   * }</pre>
   */
  public KafkaTopicAssert hasNoDuplicates() {
    List<List<ReceivedRecord>> duplicates = Duplicates.of(records());
    if (!duplicates.isEmpty()) {
      int copies = duplicates.stream().mapToInt(list -> list.size() - 1).sum();
      throw failure(
          copies + " duplicates",
          "no duplicates",
          new TopicDifference(where, copies + " of " + records().size() + " records are duplicates")
              .duplicates(duplicates)
              .note(RecordMessages.atLeastOnce()));
    }
    return this;
  }

  /**
   * So many records are duplicates: copies of a record with an equal key and an equal value that
   * came before them.
   *
   * <pre>{@code
   * // the topic has a, b, and once more a
   * assertThat(topic).hasDuplicates(1);   // passes
   * assertThat(topic).hasDuplicates(2);   // fails
   * }</pre>
   */
  public KafkaTopicAssert hasDuplicates(int expected) {
    List<List<ReceivedRecord>> duplicates = Duplicates.of(records());
    int copies = duplicates.stream().mapToInt(list -> list.size() - 1).sum();
    if (copies != expected) {
      throw failure(
          copies + " duplicates",
          expected + " duplicates",
          new TopicDifference(
                  where, "expected " + expected + " duplicates, but there are " + copies)
              .duplicates(duplicates)
              .note(came()));
    }
    return this;
  }

  /**
   * There are so many records.
   *
   * <pre>{@code
   * // the topic has a and b
   * assertThat(topic).hasSize(2);   // passes
   * assertThat(topic).hasSize(1);   // fails
   * }</pre>
   */
  public KafkaTopicAssert hasSize(int expected) {
    if (records().size() != expected) {
      throw failure(
          KafkaMessages.records(records().size()),
          KafkaMessages.records(expected),
          new TopicDifference(
                  where,
                  "expected "
                      + KafkaMessages.records(expected)
                      + ", but there are "
                      + records().size())
              .unexpected(records()));
    }
    return this;
  }

  /** There is no record; as {@link #hasSize} of 0. */
  public KafkaTopicAssert isEmpty() {
    return hasSize(0);
  }

  private RecordMatch matchAll(KafkaRecord... expected) {
    RecordMatch match = new RecordMatch(Arrays.asList(expected), records());
    if (match.differs()) {
      throw failure(match, expected);
    }
    return match;
  }

  private AssertionError failure(RecordMatch match, KafkaRecord... expected) {
    return failure(
        RecordsForDiff.sorted(match.cameAsExpected()),
        RecordsForDiff.sorted(Arrays.asList(expected)),
        new TopicDifference(
                where,
                match.missing().size()
                    + " missing, "
                    + match.unexpected().size()
                    + " unexpected, "
                    + (expected.length - match.missing().size())
                    + " as expected")
            .missing(match.missing())
            .unexpected(match.unexpected())
            .duplicates(Duplicates.of(records())));
  }

  private AssertionError failure(String came, String expected, TopicDifference difference) {
    return failureWithActualExpected(
        came, expected, "%s", difference.note("See docs/errors/kafka-topic-differs.md"));
  }

  private String came() {
    return KafkaMessages.records(records().size()) + " came.";
  }

  private List<ReceivedRecord> records() {
    return partition == WHOLE
        ? all()
        : all().stream().filter(record -> record.partition() == partition).toList();
  }

  private List<ReceivedRecord> all() {
    if (read == null) {
      read = actual.received();
    }
    return read;
  }
}
