package dev.weir.kafka;

import dev.weir.internal.spark.SourceStatus;
import dev.weir.query.Checkpoint;
import dev.weir.query.TestQuery;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.assertj.core.api.AssertProvider;
import org.jspecify.annotations.Nullable;

/**
 * How far a query has come in a topic, partition by partition, at the time when it was asked for.
 * Offsets are those of the next record: 3 means that the records 0, 1 and 2 are processed.
 *
 * <pre>{@code
 * assertThat(offsetsOf(query, topic)).hasProcessed(Map.of(0, 3L, 1, 0L)).hasLag(1, 2);
 * }</pre>
 *
 * <p>Where several sources of the query read the topic, the one that is behind counts.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class KafkaOffsets implements AssertProvider<KafkaOffsetsAssert> {
  private final TestQuery query;
  private final String topic;
  private final Map<Integer, SourceStatus> sources;
  private final Map<Integer, Long> started;
  private final Map<Integer, Long> processed;
  private final Map<Integer, Long> ends;

  private KafkaOffsets(TestQuery query, KafkaTopic topic, Map<Integer, SourceStatus> sources) {
    this.query = query;
    this.topic = topic.name();
    this.sources = sources;
    this.started = least(SourceStatus::first);
    this.processed = least(SourceStatus::committed);
    this.ends = topic.endOffsets();
  }

  /**
   * Looks at a query and a topic.
   *
   * @throws KafkaHarnessException if the query does not read the topic: says what it reads; or if
   *     the topic is in memory
   */
  public static KafkaOffsets offsetsOf(TestQuery query, KafkaTopic topic) {
    if (topic instanceof MemoryTopic) {
      throw new KafkaHarnessException(
          RecordMessages.notInMemory("offset of a query", topic.name()));
    }
    List<SourceStatus> all = query.sources();
    Map<Integer, SourceStatus> sources = new TreeMap<>();
    for (int i = 0; i < all.size(); i++) {
      if (topic.feeds(all.get(i))) {
        sources.put(i, all.get(i));
      }
    }
    if (sources.isEmpty()) {
      throw new KafkaHarnessException(
          SourceMessages.doesNotRead(
              query.toString(),
              topic.name(),
              all.stream().map(SourceStatus::description).toList()));
    }
    return new KafkaOffsets(query, topic, sources);
  }

  /**
   * Where the query began.
   *
   * @return by partition that it reads; none before its first batch
   */
  public Map<Integer, Long> started() {
    return Collections.unmodifiableMap(started);
  }

  /**
   * Up to where the query has committed its batches.
   *
   * @return by partition that it reads; none before its first batch
   */
  public Map<Integer, Long> processed() {
    return Collections.unmodifiableMap(processed);
  }

  /** Where the topic ends: by partition, of all that there are. */
  public Map<Integer, Long> ends() {
    return Collections.unmodifiableMap(ends);
  }

  /**
   * How many offsets are not processed.
   *
   * @return by partition that the query reads; none before its first batch
   */
  public Map<Integer, Long> lag() {
    Map<Integer, Long> lag = new TreeMap<>();
    processed.forEach(
        (partition, offset) -> lag.put(partition, ends.getOrDefault(partition, offset) - offset));
    return Collections.unmodifiableMap(lag);
  }

  /**
   * Up to where a batch reads, by its entry in the checkpoint.
   *
   * @throws IllegalArgumentException if the batch is not in the offset log; says which are
   */
  public Map<Integer, Long> untilOfBatch(long batchId) {
    Checkpoint checkpoint = query.checkpoint();
    List<String> offsets = checkpoint.offsets(batchId);
    List<Map<Integer, Long>> found = new ArrayList<>();
    for (int source : sources.keySet()) {
      String offset = offsets.get(source);
      found.add(SourceOffsets.of(offset.startsWith("{") ? offset : null, topic));
    }
    return Collections.unmodifiableMap(least(found));
  }

  /**
   * From where a batch reads: where the one before it ended, or where the query began.
   *
   * @throws IllegalArgumentException if the batch before it is not in the offset log any more
   */
  public Map<Integer, Long> fromOfBatch(long batchId) {
    return batchId == 0 ? started() : untilOfBatch(batchId - 1);
  }

  /** The query in words. */
  String query() {
    return query.toString();
  }

  String topic() {
    return topic;
  }

  private Map<Integer, Long> least(Function<SourceStatus, @Nullable String> offset) {
    List<Map<Integer, Long>> found = new ArrayList<>();
    for (SourceStatus source : sources.values()) {
      found.add(SourceOffsets.of(offset.apply(source), topic));
    }
    return least(found);
  }

  private static Map<Integer, Long> least(List<Map<Integer, Long>> offsets) {
    Map<Integer, Long> least = new TreeMap<>();
    offsets.forEach(some -> some.forEach((p, offset) -> least.merge(p, offset, Math::min)));
    return least;
  }

  /** For AssertJ's own {@code assertThat}. */
  @Override
  public KafkaOffsetsAssert assertThat() {
    return new KafkaOffsetsAssert(this);
  }

  @Override
  public String toString() {
    return "offsets of " + query + " in the topic " + topic;
  }
}
