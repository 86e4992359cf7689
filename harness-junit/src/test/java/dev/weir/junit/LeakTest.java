package dev.weir.junit;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.weir.StreamHarness;
import dev.weir.input.FileInput;
import dev.weir.input.MemoryInput;
import dev.weir.query.TestQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.testkit.engine.EngineExecutionResults;

class LeakTest {

  @SparkStreamingTest(leaks = LeakPolicy.FAIL, strict = false)
  static class LeakyTestCases {
    @Test
    void query(StreamHarness harness) throws Exception {
      MemoryInput<String> lines = harness.memoryInput(Encoders.STRING());
      lines.toDF().writeStream().queryName("forgotten").format("noop").start();
    }

    @Test
    void sharedThings(SparkSession spark) throws Exception {
      spark.range(1).createGlobalTempView("left_view");
      spark.sql("CREATE TABLE left_table (a INT) USING parquet");
      spark.sql("CREATE DATABASE left_db");
      spark.range(2).cache().count();
      spark.sparkContext().addSparkListener(new LeftListener());
    }
  }

  static class LeftListener extends SparkListener {}

  @ExtendWith(SparkStreamingExtension.class)
  static class CleanTestCases {
    @Test
    void nothingIsThere(SparkSession spark) {
      assertThat(spark.catalog().listDatabases().count()).isEqualTo(1);
      assertThat(spark.catalog().listTables().count()).isZero();
      assertThat(spark.streams().active()).isEmpty();
    }
  }

  @Test
  void whatIsLeftIsNamedAndPutRight() {
    EngineExecutionResults results = Kit.run(LeakyTestCases.class, CleanTestCases.class);

    assertThat(Kit.failures(results))
        .containsExactlyInAnyOrder(
            """
            The test left something behind:
              - query 'forgotten', append mode was started and not stopped
            It has been put right. See docs/errors/leaks.md""",
            """
            The test left something behind:
              - table left_table was left in the shared SparkContext by LeakyTestCases.sharedThings(SparkSession)
              - database left_db was left in the shared SparkContext by LeakyTestCases.sharedThings(SparkSession)
              - global temporary view left_view was left in the shared SparkContext by LeakyTestCases.sharedThings(SparkSession)
              - a cached Dataset was left in the shared SparkContext by LeakyTestCases.sharedThings(SparkSession)
              - listener dev.weir.junit.LeakTest$LeftListener was left in the shared SparkContext by LeakyTestCases.sharedThings(SparkSession)
            It has been put right. See docs/errors/leaks.md""");
    results.testEvents().assertStatistics(s -> s.succeeded(1).failed(2));
  }

  @ExtendWith(SparkStreamingExtension.class)
  static class ReportedTestCases {
    @Test
    void query(StreamHarness harness) throws Exception {
      MemoryInput<String> lines = harness.memoryInput(Encoders.STRING()).add("a");
      lines
          .toDF()
          .writeStream()
          .queryName("forgotten")
          .format("noop")
          .start()
          .processAllAvailable();
    }
  }

  @Test
  void byDefaultALeakIsReported() {
    EngineExecutionResults results = Kit.run(ReportedTestCases.class);
    assertThat(Kit.failures(results)).isEmpty();
    assertThat(Kit.reports(results, "weir.leak"))
        .containsExactly("query 'forgotten', append mode was started and not stopped");
  }

  @ExtendWith(SparkStreamingExtension.class)
  static class FolderTestCases {
    static Path folder;

    @Test
    void isUsed(StreamHarness harness) throws Exception {
      folder = harness.newFolder();
      Files.writeString(folder.resolve("a"), "b");
    }
  }

  @Test
  void theFoldersOfATestGoAwayWithIt() {
    Kit.run(FolderTestCases.class);
    assertThat(FolderTestCases.folder).doesNotExist();
    assertThat(FolderTestCases.folder.getParent()).doesNotExist();
  }

  @SparkStreamingTest(leaks = LeakPolicy.FAIL, strict = false, timeout = "PT0.5S")
  static class ThreadTestCases {
    static final CountDownLatch RELEASE = new CountDownLatch(1);

    @Test
    void mainThatDoesNotEnd(StreamHarness harness) {
      harness.run(
          arguments -> {
            while (RELEASE.getCount() > 0) {
              try {
                RELEASE.await();
              } catch (InterruptedException e) {
                // A job that does not let itself be interrupted: this is what the test is about.
              }
            }
          });
    }
  }

  @Test
  void aThreadThatDoesNotEndIsNamed() {
    try {
      assertThat(Kit.failures(Kit.run(ThreadTestCases.class)))
          .containsExactly(
              "The job's main has not returned within 500 ms after its queries were stopped."
                  + " See docs/errors/job-does-not-end.md");
    } finally {
      ThreadTestCases.RELEASE.countDown();
    }
  }

  @SparkStreamingTest
  static class MeaninglessTestCases {
    @Test
    void neverRan(StreamHarness harness) {
      harness.start("idle", harness.memoryInput(Encoders.STRING()).toDF(), OutputMode.Append());
    }

    @Test
    void nobodyReads(StreamHarness harness) {
      harness.memoryInput("lines", Encoders.STRING()).add("a");
    }

    @Test
    void addedTooLate(StreamHarness harness) {
      MemoryInput<String> lines = harness.memoryInput("lines", Encoders.STRING());
      TestQuery query = harness.start("late", lines.toDF(), OutputMode.Append());
      lines.add("a");
      query.processAllAvailable();
      lines.add("b");
    }
  }

  @Test
  void aGreenTestThatMeansNothingFails() {
    String head = "The test passed, but it does not mean what it seems to:\n  - ";
    String tail =
        "\nIf that is wanted: @SparkStreamingTest(strict = false)."
            + " See docs/errors/test-means-nothing.md";
    assertThat(Kit.failures(Kit.run(MeaninglessTestCases.class)))
        .containsExactlyInAnyOrder(
            head + "query 'idle', append mode was started and has processed no row" + tail,
            head + "memory input 'lines' was given rows, and no query has read it" + tail,
            head
                + "query 'late', append mode has not processed all of memory input 'lines':"
                + " rows were added after the last step"
                + tail);
  }

  @SparkStreamingTest
  static class UnseenFailureTestCases {
    @Test
    void diesBeforeAnyStep(StreamHarness harness) throws IOException {
      FileInput files = harness.fileInput(FileInput.Format.TEXT).addText("a");
      var writer = files.toDF().writeStream().queryName("early").format("noop");
      TestQuery first = harness.start(writer);
      first.processAllAvailable();
      first.stop();
      Path log = first.checkpointLocation().resolve("sources/0");
      Files.writeString(log.resolve("0"), "no log of files");
      Files.deleteIfExists(log.resolve(".0.crc"));
      harness.restart(first, writer).awaitStart();
    }
  }

  /** At the end of the test at the latest, where it took no further step and looked at nothing. */
  @Test
  void aFailureThatTheTestForgotToLookAtFailsIt() {
    assertThat(Kit.failures(Kit.run(UnseenFailureTestCases.class)))
        .singleElement(as(STRING))
        .startsWith(
            "The test passed, but it does not mean what it seems to:\n  - query 'early', append mode"
                + " has failed, and the test has not looked: java.lang.IllegalStateException:")
        .endsWith("See docs/errors/test-means-nothing.md");
  }

  @SparkStreamingTest
  static class FailingTestCases {
    @Test
    void failsFirst(StreamHarness harness) {
      harness.memoryInput("lines", Encoders.STRING()).add("a");
      throw new IllegalStateException("the test's own failure");
    }
  }

  @Test
  void theTestsOwnFailureComesFirst() {
    assertThat(Kit.failures(Kit.run(FailingTestCases.class)))
        .isEqualTo(List.of("the test's own failure"));
  }
}
