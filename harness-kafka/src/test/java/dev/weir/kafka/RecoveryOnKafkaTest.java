package dev.weir.kafka;

import static dev.weir.assertion.WeirAssertions.row;
import static dev.weir.recovery.Recovery.verifyRecovery;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.StreamHarness;
import dev.weir.input.MemoryInput;
import dev.weir.recovery.CrashPoint;
import dev.weir.recovery.JobUnderTest;
import dev.weir.recovery.RecoveryReport;
import dev.weir.recovery.Trial;
import dev.weir.recovery.Verdict;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What crashes make of a Kafka sink, and of a query that reads from Kafka. */
@Tag("slow")
@KafkaTest(broker = BrokerKind.EMBEDDED)
class RecoveryOnKafkaTest {

  private static KafkaTopic topic(Trial trial, KafkaBroker broker) {
    return trial.closing(broker.createTopic("trial-" + UUID.randomUUID(), 1));
  }

  private static Dataset<Row> values(Trial trial, KafkaTopic topic) {
    List<Row> rows = topic.received().stream().map(r -> RowFactory.create(r.value())).toList();
    return trial.spark().createDataFrame(rows, StructType.fromDDL("value STRING"));
  }

  private static JobUnderTest intoKafka(KafkaBroker broker) {
    return trial -> {
      MemoryInput<String> words = trial.memoryInput(Encoders.STRING());
      KafkaTopic out = topic(trial, broker);
      trial.query(
          words
              .toDF()
              .writeStream()
              .format("kafka")
              .option("kafka.bootstrap.servers", out.bootstrapServers())
              .option("topic", out.name()));
      trial.batch(() -> words.add("a", "b", "c", "d"));
      trial.batch(() -> words.add("e", "f"));
      trial.sink("topic", () -> values(trial, out));
    };
  }

  /**
   * Kafka's sink sends each row when it comes and waits for all of them when its task commits
   * (KafkaDataWriter), so that each crash from the first row on doubles what was sent, and none
   * loses anything.
   */
  @Test
  void sparksKafkaSinkIsAtLeastOnce(StreamHarness harness, KafkaBroker broker) {
    RecoveryReport report = verifyRecovery(harness, intoKafka(broker));
    assertThat(report).isAtLeastOnce();
    assertThat(
            report.with(Verdict.DOUBLED).stream()
                .filter(cell -> cell.at().batchId() == 0)
                .map(cell -> cell.place())
                .collect(Collectors.toList()))
        .containsExactly(
            "in a task, halfway in its rows",
            "during the sink's write",
            "after the sink's write",
            "before the commit log");
    assertThat(report.cell(CrashPoint.DURING_SINK_WRITE, 1).sinks().get(0).unexpected())
        .containsExactlyInAnyOrder(row("e"), row("f"));
    assertThat(
            report.with(Verdict.DOUBLED).stream()
                .filter(cell -> cell.at().point() == CrashPoint.IN_TASK)
                .filter(cell -> cell.at().batchId() == 0)
                .findFirst()
                .orElseThrow()
                .sinks()
                .get(0)
                .unexpected())
        .containsExactlyInAnyOrder(row("a"), row("b"));
  }

  /** The offsets of a batch are in the offset log, and the broker has the records still. */
  @Test
  void aQueryThatReadsFromKafkaReadsTheSameRecordsAgain(StreamHarness harness, KafkaBroker broker) {
    assertThat(
            verifyRecovery(
                harness,
                trial -> {
                  KafkaTopic in = trial.harness().opened(topic(trial, broker));
                  trial.query(
                      in.readStream()
                          .selectExpr("CAST(value AS STRING) AS word", "partition", "offset")
                          .groupBy("word")
                          .count()
                          .writeStream()
                          .outputMode("complete")
                          .format("noop"));
                  trial.batch(() -> in.send("a", "b", "a"));
                  trial.batch(() -> in.send("b"));
                }))
        .isExactlyOnce();
  }
}
