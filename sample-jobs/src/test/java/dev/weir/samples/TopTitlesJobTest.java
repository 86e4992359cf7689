package dev.weir.samples;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;

import dev.weir.StreamHarness;
import dev.weir.input.KafkaShape;
import dev.weir.input.MemoryInput;
import dev.weir.junit.SparkStreamingTest;
import dev.weir.query.TestQuery;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@SparkStreamingTest
@ExtendWith(Verification.class)
class TopTitlesJobTest {
  private final KafkaShape people = new KafkaShape("fake_people");

  @Test
  void theTenMostFrequentTitlesHighestFirst(StreamHarness harness) {
    MemoryInput<Row> records = harness.memoryInput(KafkaShape.SCHEMA);
    TestQuery titles = harness.start(TopTitlesJob.topTitles(records.toDF()), OutputMode.Complete());

    // Title k comes k times, for k of 1 to 12: two too many, no ties.
    for (int title = 1; title <= 12; title++) {
      for (int i = 0; i < title; i++) {
        records.add(person("T%02d".formatted(title)));
      }
    }
    titles.processAllAvailable();

    assertThat(titles)
        .table()
        .containsExactly(
            row("T12", 12L),
            row("T11", 11L),
            row("T10", 10L),
            row("T09", 9L),
            row("T08", 8L),
            row("T07", 7L),
            row("T06", 6L),
            row("T05", 5L),
            row("T04", 4L),
            row("T03", 3L));
  }

  @Test
  void equalCountsAreInTheOrderOfTheTitles(StreamHarness harness) {
    MemoryInput<Row> records = harness.memoryInput(KafkaShape.SCHEMA);
    TestQuery titles = harness.start(TopTitlesJob.topTitles(records.toDF()), OutputMode.Complete());

    records.add(person("Nurse"), person("Cook"), person("Actor"), person("Cook"));
    titles.processAllAvailable();
    records.add(person("Actor"));
    titles.processAllAvailable();

    assertThat(titles)
        .batch(0)
        .containsExactly(row("Cook", 2L), row("Actor", 1L), row("Nurse", 1L));
    assertThat(titles)
        .batch(1)
        .containsExactly(row("Actor", 2L), row("Cook", 2L), row("Nurse", 1L));
  }

  @Test
  void whatIsNoPersonIsRejectedAndCounted(StreamHarness harness) {
    MemoryInput<Row> records = harness.memoryInput(KafkaShape.SCHEMA);
    TestQuery titles = harness.start(TopTitlesJob.topTitles(records.toDF()), OutputMode.Complete());

    records.add(
        person("Nurse"),
        people.record(null),
        people.record(""),
        people.record("not JSON"),
        people.record("{\"id\":\"1\",\"title\":\"Nurse\""),
        people.record("[1, 2]"),
        people.record("{\"id\":\"1\",\"name\":\"Ann\"}"),
        people.record("{\"id\":\"1\",\"name\":\"Ann\",\"title\":null}"),
        person("  "));
    titles.processAllAvailable();

    assertThat(titles).table().containsExactly(row("Nurse", 1L));
    Row observed = titles.lastProgress().orElseThrow().observedMetrics().get("titles");
    Assertions.assertThat(observed.<Long>getAs("records")).isEqualTo(9);
    Assertions.assertThat(observed.<Long>getAs("rejected")).isEqualTo(8);
  }

  private Row person(String title) {
    return people.record("{\"id\":\"1\",\"name\":\"Ann\",\"title\":\"" + title + "\"}");
  }
}
