package dev.weir.samples;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;

import dev.weir.RunningJob;
import dev.weir.StreamHarness;
import dev.weir.junit.SparkStreamingTest;
import dev.weir.kafka.BrokerKind;
import dev.weir.kafka.EmbeddedKafkaBroker;
import dev.weir.kafka.KafkaRecord;
import dev.weir.kafka.KafkaSource;
import dev.weir.kafka.KafkaTest;
import dev.weir.kafka.KafkaTopic;
import dev.weir.kafka.Topic;
import dev.weir.query.TestQuery;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The same job as in {@link TopTitlesJobTest}, on real brokers, and on none. */
@SparkStreamingTest
@KafkaTest
@ExtendWith(Verification.class)
class TopTitlesJobOnKafkaTest {

  @KafkaSource(
      value = {BrokerKind.MEMORY, BrokerKind.EMBEDDED, BrokerKind.CONTAINER},
      skipIfNoEngine = true)
  void theTenMostFrequentTitlesOfThreePartitions(
      StreamHarness harness, @Topic(partitions = 3) KafkaTopic people) {
    theTenMostFrequentTitles(harness, people, () -> {});
  }

  @Test
  @KafkaTest(broker = BrokerKind.EMBEDDED, brokers = 3, own = true)
  void aBrokerOfThreeStopsBetweenTwoBatches(
      StreamHarness harness,
      EmbeddedKafkaBroker cluster,
      @Topic(partitions = 3, replicas = 3, config = "min.insync.replicas=2") KafkaTopic people) {
    theTenMostFrequentTitles(harness, people, () -> cluster.stopBroker(2));
  }

  /** Title k comes k times, for k of 1 to 11, over all partitions and in two batches. */
  private static void theTenMostFrequentTitles(
      StreamHarness harness, KafkaTopic people, Runnable between) {
    TestQuery titles =
        harness.start(TopTitlesJob.topTitles(people.readStream()), OutputMode.Complete());

    List<KafkaRecord> records = new ArrayList<>();
    for (int title = 1; title <= 11; title++) {
      for (int i = 0; i < title; i++) {
        records.add(person("T%02d".formatted(title)).toPartition(records.size() % 3));
      }
    }
    people.send(records.subList(0, 60));
    titles.processAllAvailable();
    between.run();
    people.send(records.subList(60, 66));
    people.send(person("T10"));
    titles.processAllAvailable();

    assertThat(titles)
        .batch(0)
        .containsExactly(
            row("T10", 10L),
            row("T09", 9L),
            row("T08", 8L),
            row("T07", 7L),
            row("T06", 6L),
            row("T05", 5L),
            row("T11", 5L),
            row("T04", 4L),
            row("T03", 3L),
            row("T02", 2L));
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
    Assertions.assertThat(titles.rowsIn()).isEqualTo(67);
    Assertions.assertThat(people.received()).hasSize(67);
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
