package dev.weir.kafka;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions on how far a query has come in a topic.
 *
 * <pre>{@code
 * assertThat(offsetsOf(query, topic)).hasStartedAt(Map.of(0, 0L)).hasNoLag();
 * }</pre>
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public class KafkaOffsetsAssert extends AbstractAssert<KafkaOffsetsAssert, KafkaOffsets> {

  /** Use AssertJ's {@code assertThat(offsetsOf(query, topic))}. */
  public KafkaOffsetsAssert(KafkaOffsets actual) {
    super(actual, KafkaOffsetsAssert.class);
  }

  /**
   * Verifies up to where the query has committed its batches, in every partition that it reads.
   *
   * <pre>{@code
   * topic.send(KafkaRecord.of("a").toPartition(0), KafkaRecord.of("b").toPartition(0));
   * query.processAllAvailable();
   * assertThat(offsetsOf(query, topic)).hasProcessed(Map.of(0, 2L, 1, 0L));   // passes
   * assertThat(offsetsOf(query, topic)).hasProcessed(Map.of(0, 2L));          // fails
   * }</pre>
   *
   * @param expected by partition, the offset of the next record
   */
  public KafkaOffsetsAssert hasProcessed(Map<Integer, Long> expected) {
    return check("to have processed", offsets().processed(), expected);
  }

  /**
   * Verifies where the query began to read, in every partition that it reads.
   *
   * <pre>{@code
   * // two records were there, and startingOffsets is latest
   * assertThat(offsetsOf(query, topic)).hasStartedAt(Map.of(0, 2L));   // passes
   * assertThat(offsetsOf(query, topic)).hasStartedAt(Map.of(0, 0L));   // fails
   * }</pre>
   *
   * @param expected by partition, the first offset
   */
  public KafkaOffsetsAssert hasStartedAt(Map<Integer, Long> expected) {
    return check("to have started at", offsets().started(), expected);
  }

  /**
   * Verifies how many offsets of a partition are not processed.
   *
   * <pre>{@code
   * topic.send("a", "b", "c");
   * query.processNextBatch();   // maxOffsetsPerTrigger is 2
   * assertThat(offsetsOf(query, topic)).hasLag(0, 1);   // passes
   * assertThat(offsetsOf(query, topic)).hasLag(0, 0);   // fails
   * }</pre>
   *
   * @param partition counted from 0
   */
  public KafkaOffsetsAssert hasLag(int partition, long expected) {
    Long lag = offsets().lag().get(partition);
    return lag != null && lag == expected
        ? this
        : fail(
            "to have a lag of " + expected + " in partition " + partition,
            Map.of(partition, "expected lag " + expected),
            lag == null ? "none" : lag,
            expected);
  }

  /**
   * Verifies that the query has processed every partition that it reads up to its end.
   *
   * <pre>{@code
   * topic.send("a");
   * query.processAllAvailable();
   * assertThat(offsetsOf(query, topic)).hasNoLag();   // passes
   * topic.send("b");
   * assertThat(offsetsOf(query, topic)).hasNoLag();   // fails
   * }</pre>
   */
  public KafkaOffsetsAssert hasNoLag() {
    Map<Integer, String> remarks = new TreeMap<>();
    Map<Integer, Long> lag = offsets().lag();
    lag.forEach(
        (partition, behind) -> {
          if (behind != 0) {
            remarks.put(partition, "expected lag 0");
          }
        });
    return remarks.isEmpty() && !lag.isEmpty()
        ? this
        : fail("to have no lag", remarks, lag, "no lag");
  }

  /**
   * Verifies what a batch has read of the topic.
   *
   * <pre>{@code
   * topic.send("a", "b", "c");
   * query.processAllAvailable();   // maxOffsetsPerTrigger is 2
   * assertThat(offsetsOf(query, topic)).hasBatch(1, Map.of(0, 2L), Map.of(0, 3L));   // passes
   * assertThat(offsetsOf(query, topic)).hasBatch(0, Map.of(0, 0L), Map.of(0, 3L));   // fails
   * }</pre>
   *
   * @param from by partition that the query reads, the offset of the first record
   * @param until by partition that the query reads, the offset behind the last record
   * @throws IllegalArgumentException if the batch is not in the checkpoint's offset log; says which
   *     are
   */
  public KafkaOffsetsAssert hasBatch(
      long batchId, Map<Integer, Long> from, Map<Integer, Long> until) {
    Map<Integer, Long> actualFrom = offsets().fromOfBatch(batchId);
    Map<Integer, Long> actualUntil = offsets().untilOfBatch(batchId);
    if (actualFrom.equals(from) && actualUntil.equals(until)) {
      return this;
    }
    OffsetTable table = new OffsetTable("partition", "from", "until", "records");
    for (int p : partitions(List.of(actualUntil, from, until))) {
      Long first = actualFrom.get(p);
      Long end = actualUntil.get(p);
      boolean asExpected = Objects.equals(first, from.get(p)) && Objects.equals(end, until.get(p));
      table.add(
          asExpected
              ? ""
              : "expected "
                  + OffsetTable.cell(from.get(p))
                  + " to "
                  + OffsetTable.cell(until.get(p)),
          p,
          first,
          end,
          first == null || end == null ? null : end - first);
    }
    throw failureWithActualExpected(
        actualFrom + " to " + actualUntil,
        new TreeMap<>(from) + " to " + new TreeMap<>(until),
        "%s",
        SourceMessages.offsets(
            offsets().query(),
            offsets().topic(),
            "to have read in batch " + batchId + " what is expected",
            table.render()));
  }

  private KafkaOffsetsAssert check(
      String what, Map<Integer, Long> actualOffsets, Map<Integer, Long> expected) {
    if (actualOffsets.equals(expected)) {
      return this;
    }
    Map<Integer, String> remarks = new TreeMap<>();
    for (int p : partitions(List.of(actualOffsets, expected))) {
      if (!Objects.equals(actualOffsets.get(p), expected.get(p))) {
        remarks.put(p, "expected " + OffsetTable.cell(expected.get(p)));
      }
    }
    return fail(
        what + " " + new TreeMap<>(expected), remarks, actualOffsets, new TreeMap<>(expected));
  }

  private KafkaOffsetsAssert fail(
      String what, Map<Integer, String> remarks, Object actualValue, Object expected) {
    OffsetTable table = new OffsetTable("partition", "start", "processed", "end", "lag");
    for (int p : partitions(List.of(offsets().ends(), remarks))) {
      table.add(
          remarks.getOrDefault(p, ""),
          p,
          offsets().started().get(p),
          offsets().processed().get(p),
          offsets().ends().get(p),
          offsets().lag().get(p));
    }
    throw failureWithActualExpected(
        actualValue,
        expected,
        "%s",
        SourceMessages.offsets(offsets().query(), offsets().topic(), what, table.render()));
  }

  private static Set<Integer> partitions(List<Map<Integer, ?>> maps) {
    Set<Integer> partitions = new TreeSet<>();
    maps.forEach(map -> partitions.addAll(map.keySet()));
    return partitions;
  }

  private KafkaOffsets offsets() {
    isNotNull();
    return actual;
  }
}
