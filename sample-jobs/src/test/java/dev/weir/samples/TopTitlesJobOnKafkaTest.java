package dev.weir.samples;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;

import dev.weir.RunningJob;
import dev.weir.StreamHarness;
import dev.weir.junit.SparkStreamingTest;
import dev.weir.kafka.KafkaRecord;
import dev.weir.kafka.KafkaTest;
import dev.weir.kafka.KafkaTopic;
import dev.weir.kafka.Topic;
import dev.weir.query.TestQuery;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The same job as in {@link TopTitlesJobTest}, on a real broker. */
@SparkStreamingTest
@KafkaTest
@ExtendWith(Verification.class)
class TopTitlesJobOnKafkaTest {

  @Test
  void theTenMostFrequentTitlesOfThreePartitions(
      StreamHarness harness, @Topic(partitions = 3) KafkaTopic people) {
    TestQuery titles =
        harness.start(TopTitlesJob.topTitles(people.readStream()), OutputMode.Complete());

    // Title k comes k times, for k of 1 to 11, its records over all partitions; and two equal
    // counts.
    int sent = 0;
    for (int title = 1; title <= 11; title++) {
      for (int i = 0; i < title; i++) {
        people.send(person("T%02d".formatted(title)).toPartition(sent++ % 3));
      }
    }
    people.send(person("T10"));
    titles.processAllAvailable();

    assertThat(titles)
        .table()
        .containsExactly(
            row("T10", 11L),
            row("T11", 11L),
            row("T09", 9L),
            row("T08", 8L),
            row("T07", 7L),
            row("T06", 6L),
            row("T05", 5L),
            row("T04", 4L),
            row("T03", 3L),
            row("T02", 2L));
  }

  @Test
  void malformedAndNullValuesAreRejectedAndCounted(StreamHarness harness, KafkaTopic people) {
    TestQuery titles =
        harness.start(TopTitlesJob.topTitles(people.readStream()), OutputMode.Complete());

    people.send(person("Nurse"), KafkaRecord.of("no JSON"), KafkaRecord.of((String) null));
    titles.processAllAvailable();
    people.send(person("Nurse"));
    titles.processAllAvailable();

    assertThat(titles).table().containsExactly(row("Nurse", 2L));
    Row observed = titles.progress(0).orElseThrow().observedMetrics().get("titles");
    Assertions.assertThat(observed.<Long>getAs("rejected")).isEqualTo(2);
  }

  @Test
  void theJobAsItIsShipped(
      StreamHarness harness, @Topic(name = "fake_people", partitions = 3) KafkaTopic people) {
    people.send(person("Nurse"), person("Cook"), person("Nurse"));
    RunningJob job =
        harness.run(TopTitlesJob::main, "--bootstrap-servers", people.bootstrapServers());

    job.query().processAllAvailable();
    people.send(person("Cook"), person("Cook"));
    job.query().processAllAvailable();

    assertThat(job.query()).table().containsExactly(row("Cook", 3L), row("Nurse", 2L));
    Assertions.assertThat(job.consoleOutput())
        .contains("|Nurse|2    |\n|Cook |1    |")
        .contains("|Cook |3    |\n|Nurse|2    |");
  }

  private static KafkaRecord person(String title) {
    return KafkaRecord.of("{\"id\":\"1\",\"name\":\"Ann\",\"title\":\"" + title + "\"}");
  }
}
