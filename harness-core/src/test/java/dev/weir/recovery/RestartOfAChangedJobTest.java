package dev.weir.recovery;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static dev.weir.recovery.Refusals.OTHERWISE;
import static dev.weir.recovery.Refusals.PAGE;
import static dev.weir.recovery.Refusals.STATE;
import static dev.weir.recovery.Refusals.count;
import static dev.weir.recovery.Refusals.edit;
import static dev.weir.recovery.Refusals.to;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.upper;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weir.SparkVersion;
import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.input.FileInput;
import dev.weir.input.MemoryInput;
import dev.weir.query.QueryFailedException;
import dev.weir.query.Restart;
import dev.weir.query.TestQuery;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which changes of a job Spark 3.5 refuses on a used checkpoint, and which it lets pass. */
@Tag("slow")
@ExtendWith(WithHarness.class)
class RestartOfAChangedJobTest {
  private static final String KEPT =
      ". Spark compares their number and types, not their names. Keep what the job groups by and"
          + " aggregates as it was, or start with a new checkpoint and read the input again."
          + PAGE;

  private static Arguments change(String difference, UnaryOperator<Dataset<Row>> job) {
    return Arguments.of(difference, job);
  }

  static List<Arguments> changesOfTheState() {
    return List.of(
        change(
            "column 1 of the value was count long and is sum double; column 2 of the value, count"
                + " long, is new",
            words -> words.groupBy("value").agg(avg(length(col("value"))))),
        change(
            "column 2 of the value, max string, is new",
            words -> words.groupBy("value").agg(expr("count(*)"), max("value"))),
        change(
            "column 1 of the key was value string and is _groupingexpression integer",
            words -> words.groupBy(length(col("value")).as("value")).count()),
        change(
            "column 2 of the key, n integer, is new",
            words -> words.withColumn("n", length(col("value"))).groupBy("value", "n").count()),
        change(
            "column 1 of the value was count long and is max StructType(StructField(a,StringType,"
                + "true),StructField(b,IntegerType,true))",
            words ->
                words
                    .groupBy("value")
                    .agg(max(struct(col("value").as("a"), length(col("value")).as("b"))))));
  }

  @ParameterizedTest
  @MethodSource("changesOfTheState")
  void otherColumnsInTheState(
      String difference, UnaryOperator<Dataset<Row>> job, StreamHarness harness) {
    Refusals words = new Refusals(harness);
    Restart changed = Restart.with(to(OutputMode.Complete(), job.apply(words.words.toDF())));
    assertThat(words.refusal(words.counted(), changed))
        .isEqualTo(
            "The state in the checkpoint has other columns than the job keeps now: "
                + difference
                + KEPT);
  }

  @Test
  void fewerColumnsInTheState(StreamHarness harness) {
    Refusals words = new Refusals(harness);
    TestQuery first =
        words.ran(
            to(
                OutputMode.Complete(),
                words.words.toDF().groupBy("value").agg(expr("count(*)"), max("value"))));
    Restart changed = Restart.with(to(OutputMode.Complete(), count(words.words.toDF())));
    assertThat(words.refusal(first, changed))
        .isEqualTo(
            "The state in the checkpoint has other columns than the job keeps now: column 2 of the"
                + " value, max string, is gone"
                + KEPT);
  }

  @Test
  void otherColumnsToDeduplicateBy(StreamHarness harness) {
    Refusals words = new Refusals(harness);
    Dataset<Row> rows = words.words.toDF().withColumn("n", length(col("value")));
    TestQuery first = words.ran(to(OutputMode.Append(), rows.dropDuplicates("value")));
    Restart changed = Restart.with(to(OutputMode.Append(), rows.dropDuplicates("value", "n")));
    assertThat(words.refusal(first, changed))
        .isEqualTo(
            "The state in the checkpoint has other columns than the job keeps now: column 2 of the"
                + " key, n integer, is new"
                + KEPT);
  }

  /** A join has four stores; the first that differs is named. */
  @Test
  void otherColumnsToJoinBy(StreamHarness harness) {
    Refusals words = new Refusals(harness);
    MemoryInput<String> others = harness.memoryInput(Encoders.STRING()).add("cat");
    Dataset<Row> left = words.words.toDF();
    Dataset<Row> right = others.toDF().withColumnRenamed("value", "other");
    TestQuery first = words.ran(to(OutputMode.Append(), left.join(right, expr("value = other"))));
    Restart changed =
        Restart.with(
            to(OutputMode.Append(), left.join(right, expr("length(value) = length(other)"))));
    assertThat(words.refusal(first, changed))
        .isEqualTo(
            "The state in the checkpoint has other columns than the job keeps now: column 1 of the"
                + " key was field0 string and is field0 integer"
                + KEPT);
  }

  /**
   * Spark does not look at names, nor at what a column means: counts of words become of letters.
   */
  @Test
  void anotherKeyOfTheSameTypeIsNotNoticed(StreamHarness harness) {
    Refusals words = new Refusals(harness);
    Dataset<Row> loud =
        words.words.toDF().groupBy(upper(col("value")).as("word")).agg(expr("count(*)").as("n"));
    TestQuery second = words.goesOn(words.counted(), Restart.with(to(OutputMode.Complete(), loud)));
    assertThat(second)
        .table()
        .containsExactlyInAnyOrder(row("cat", 2L), row("dog", 1L), row("COW", 1L));
  }

  @Test
  void withoutTheCheckTheRowsDoNotFit(StreamHarness harness) {
    harness.spark().conf().set("spark.sql.streaming.stateStore.stateSchemaCheck", false);
    Refusals words = new Refusals(harness);
    Dataset<Row> averages = words.words.toDF().groupBy("value").agg(avg(length(col("value"))));
    assertThat(words.refusal(words.counted(), Restart.with(to(OutputMode.Complete(), averages))))
        .isEqualTo(
            "The rows of the state are not those that the job keeps now. Spark looks at their length"
                + " only since it has not compared the columns:"
                + " spark.sql.streaming.stateStore.stateSchemaCheck is false, or the file"
                + " state/o/0/_metadata/schema was lost. Keep what the job groups by and aggregates"
                + " as it was, or start with a new checkpoint."
                + PAGE);
  }

  private static String noState(int operator, int partition, String file) {
    return "Operator "
        + operator
        + " has no state in the checkpoint for partition "
        + partition
        + ": state/"
        + operator
        + "/"
        + partition
        + "/"
        + file
        + " is not there. Most probably the job whose checkpoint this is had fewer stateful operators"
        + " (aggregations, joins, deduplications, groups with state); or its offset log now says"
        + " another number of shuffle partitions or another state store than wrote the state. Spark"
        + " adds none of that to a used checkpoint: put the job back as it was, or start with a new"
        + " one. If the job is the same, the file was lost: restore it from a backup.";
  }

  @Test
  void moreStatefulOperators(StreamHarness harness) {
    Refusals words = new Refusals(harness);
    Dataset<Row> unique = words.words.toDF().dropDuplicates("value");
    assertThat(words.refusal(words.counted(), Restart.with(to(OutputMode.Update(), count(unique)))))
        .isEqualTo(noState(1, 0, "1.delta") + PAGE);
  }

  @Test
  void aFirstStatefulOperator(StreamHarness harness) {
    Refusals words = new Refusals(harness);
    TestQuery first = words.ran(to(OutputMode.Append(), words.words.toDF()));
    Restart changed = Restart.with(to(OutputMode.Complete(), count(words.words.toDF())));
    assertThat(words.refusal(first, changed)).isEqualTo(noState(0, 0, "1.delta") + PAGE);
  }

  /** The aggregation is operator 0 in both, so it finds its state, and counts on. */
  @Test
  void fewerStatefulOperatorsAreNotNoticed(StreamHarness harness) {
    Refusals words = new Refusals(harness);
    Dataset<Row> unique = words.words.toDF().dropDuplicates("value");
    TestQuery first = words.ran(to(OutputMode.Update(), count(unique)));
    TestQuery second =
        words.goesOn(first, Restart.with(to(OutputMode.Complete(), count(words.words.toDF()))));
    assertThat(second)
        .table()
        .containsExactlyInAnyOrder(row("cat", 1L), row("dog", 1L), row("cow", 1L));
  }

  /** A deduplication has the same key as the count by it, and looks at no value. */
  @Test
  void aDeduplicationInThePlaceOfACountIsNotNoticed(StreamHarness harness) {
    Refusals words = new Refusals(harness);
    TestQuery first = words.counted();
    words.words.add("cat");
    TestQuery second =
        words.goesOn(
            first,
            Restart.with(to(OutputMode.Append(), words.words.toDF().dropDuplicates("value"))));
    assertThat(second).table().containsExactlyInAnyOrder("cow");
  }

  @Test
  void anotherOutputModeIsNotNoticed(StreamHarness harness) {
    Refusals words = new Refusals(harness);
    TestQuery second =
        words.goesOn(
            words.counted(), Restart.with(to(OutputMode.Update(), count(words.words.toDF()))));
    assertThat(second).table("value").containsExactlyInAnyOrder(row("cow", 1L));
  }

  @Test
  void moreSources(StreamHarness harness) {
    Refusals words = new Refusals(harness);
    Dataset<Row> more = words.words.toDF().union(harness.memoryInput(Encoders.STRING()).toDF());
    QueryFailedException failure =
        words.failure(words.counted(), Restart.with(to(OutputMode.Complete(), count(more))));
    assertThat(Refusals.explanation(failure))
        .isEqualTo(
            "The job whose checkpoint this is read 1 source, and this one reads 2. Spark finds a"
                + " source's offsets by its place in the job, so none can be added or taken away."
                + " Put the sources back as they were, or start with a new checkpoint."
                + PAGE);
    assertThat(failure.batchId()).isEmpty();
    assertThat(failure).hasMessageStartingWith("Query 'query-1' has failed before its first batch");
  }

  private static final String OTHER_SOURCE =
      "A source cannot read the offset that the checkpoint has for it. Spark finds a source's offsets"
          + " by its place in the job: another kind of source stands there now, or the sources have"
          + " changed their order; or the offset is that of a continuous query, or damaged. Put the"
          + " sources back as they were, or start with a new checkpoint."
          + PAGE;

  /** An offset that is a number is one of an older file source, too. */
  @Test
  void filesInThePlaceOfAMemoryInput(StreamHarness harness) {
    Refusals words = new Refusals(harness);
    FileInput files = harness.fileInput(FileInput.Format.TEXT);
    files.addText("cat");
    assertThat(
            words.refusal(
                words.counted(), Restart.with(to(OutputMode.Complete(), count(files.toDF())))))
        .isEqualTo(OTHER_SOURCE);
  }

  @Test
  void aMemoryInputInThePlaceOfFiles(StreamHarness harness) {
    Refusals words = new Refusals(harness);
    FileInput files = harness.fileInput(FileInput.Format.TEXT);
    files.addText("cat");
    TestQuery first = harness.start(to(OutputMode.Complete(), count(files.toDF())));
    first.processAllAvailable();
    Restart changed = Restart.with(to(OutputMode.Complete(), count(words.words.toDF())));
    assertThat(words.refusal(first, changed)).isEqualTo(OTHER_SOURCE);
  }

  @Test
  void ratesInThePlaceOfAMemoryInput(StreamHarness harness) {
    Refusals words = new Refusals(harness);
    Dataset<Row> rates =
        harness
            .spark()
            .readStream()
            .format("rate-micro-batch")
            .option("rowsPerBatch", 1)
            .load()
            .selectExpr("cast(value AS STRING) AS value");
    assertThat(
            words.refusal(words.counted(), Restart.with(to(OutputMode.Complete(), count(rates)))))
        .isEqualTo(OTHER_SOURCE);
  }

  /**
   * Fact 3, of Spark's MemoryStream: a new one on an old checkpoint, or some of its rows skipped.
   */
  @Test
  void anotherMemoryInput(StreamHarness harness) {
    Refusals words = new Refusals(harness);
    MemoryInput<String> other = harness.memoryInput("other", Encoders.STRING()).add("cat");
    assertThatExceptionOfType(QueryFailedException.class)
        .isThrownBy(
            () ->
                words.goesOn(
                    words.counted(), Restart.with(to(OutputMode.Complete(), count(other.toDF())))))
        .havingCause()
        .isInstanceOf(IllegalStateException.class)
        .withMessage(
            "The checkpoint says that 3 adds to memory input 'other' were read, but it has had 1:"
                + " it is another input than the one that the checkpoint's query has read. Restart"
                + " over the same input, or add again what that one had."
                + PAGE);
  }

  @Test
  void aContinuousQueryAfterMicroBatches(StreamHarness harness) {
    Refusals words = new Refusals(harness);
    TestQuery first = words.ran(to(OutputMode.Append(), words.words.toDF()));
    assertThat(words.refusal(first, Restart.asItWas().withTrigger(Trigger.Continuous("1 second"))))
        .isEqualTo(OTHER_SOURCE);
  }

  @Test
  void microBatchesAfterAContinuousQuery(StreamHarness harness) {
    Refusals words = new Refusals(harness);
    TestQuery first =
        words.ran(
            to(OutputMode.Append(), words.words.toDF()).trigger(Trigger.Continuous("1 second")));
    assertThat(words.refusal(first, Restart.with(to(OutputMode.Append(), words.words.toDF()))))
        .isEqualTo(
            "The checkpoint is that of a continuous query, whose epochs have no watermark and no"
                + " time, and a query with micro-batches starts from these. Give it the trigger"
                + " that it had, or a new checkpoint."
                + PAGE);
  }

  /** Fact 18: both are pinned by the offset log, so a restart with others keeps the old ones. */
  @Test
  void anotherNumberOfPartitionsAndAnotherStateStoreAreNotTaken(StreamHarness harness) {
    Refusals words = new Refusals(harness);
    TestQuery second =
        words.goesOn(
            words.counted(),
            Restart.asItWas()
                .withConf("spark.sql.shuffle.partitions", "5")
                .withConf(
                    "spark.sql.streaming.stateStore.providerClass",
                    STATE + "RocksDBStateStoreProvider"));
    assertThat(second.checkpoint().metadata(3))
        .contains("\"spark.sql.shuffle.partitions\":\"1\"")
        .contains("HDFSBackedStateStoreProvider");
    assertThat(second)
        .table()
        .containsExactlyInAnyOrder(row("cat", 2L), row("dog", 1L), row("cow", 1L));
  }

  @Test
  void anotherNumberOfPartitionsInTheOffsetLog(StreamHarness harness) {
    Refusals words = new Refusals(harness);
    TestQuery first = words.counted();
    edit(
        first.checkpointLocation().resolve("offsets/2"),
        "shuffle.partitions\":\"1\"",
        "shuffle.partitions\":\"2\"");
    assertThat(words.refusal(first, Restart.asItWas())).isEqualTo(noState(0, 1, "1.delta") + PAGE);
  }

  @Test
  void anotherStateStoreInTheOffsetLog(StreamHarness harness) {
    Refusals words = new Refusals(harness);
    TestQuery first = words.counted();
    edit(
        first.checkpointLocation().resolve("offsets/2"),
        "HDFSBackedStateStoreProvider",
        "RocksDBStateStoreProvider");
    assertThat(words.refusal(first, Restart.asItWas()))
        .isEqualTo(
            SparkVersion.isAtLeast("3.5")
                ? noState(0, 0, "1.changelog")
                    + " Without changelog checkpointing it is state/0/0/1.zip that is missing:"
                    + " Spark looks for the changelog second."
                    + PAGE
                : "The checkpoint has lost the file state/0/0/3.zip, which has a part of the state"
                    + " that the next batch goes on from."
                    + OTHERWISE
                    + PAGE);
  }
}
