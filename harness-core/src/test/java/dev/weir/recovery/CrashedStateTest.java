package dev.weir.recovery;

import static dev.weir.StateStoreKind.CHANGELOG;
import static dev.weir.StateStoreKind.HDFS;
import static dev.weir.StateStoreKind.ROCKSDB;
import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static dev.weir.recovery.CrashPoint.AFTER_STATE_COMMIT;
import static dev.weir.recovery.CrashPoint.BEFORE_STATE_COMMIT;

import dev.weir.HarnessOptions;
import dev.weir.LocalSpark;
import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.input.MemoryInput;
import dev.weir.query.TestQuery;
import java.util.stream.Stream;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** State stores of which some have the batch's version and others have not, of each provider. */
@Tag("slow")
@ExtendWith(WithHarness.class)
class CrashedStateTest {
  /** Both ways to write a checkpoint, and each provider. */
  static Stream<Arguments> kinds() {
    HarnessOptions fast = HarnessOptions.defaults();
    HarnessOptions plain = HarnessOptions.productionLike();
    return Stream.of(
        Arguments.of("HDFS", HDFS.in(fast)),
        Arguments.of("HDFS, plain", HDFS.in(plain)),
        Arguments.of("RocksDB", ROCKSDB.in(fast)),
        Arguments.of("RocksDB, changelog", CHANGELOG.in(fast)),
        Arguments.of("RocksDB, plain", ROCKSDB.in(plain)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void aRestartFindsTheStoresAtOneVersion(String kind, HarnessOptions options, LocalSpark spark) {
    for (CrashAt at :
        new CrashAt[] {
          BEFORE_STATE_COMMIT.inBatch(1),
          AFTER_STATE_COMMIT.inBatch(1),
          BEFORE_STATE_COMMIT.inBatch(1).number(1),
          AFTER_STATE_COMMIT.inBatch(1).number(1)
        }) {
      try (StreamHarness harness =
          StreamHarness.over(spark.newSession(), options.withShufflePartitions(2))) {
        MemoryInput<String> words = harness.memoryInput(Encoders.STRING()).add("a", "b", "c");
        TestQuery first =
            harness.start(words.toDF().groupBy("value").count(), OutputMode.Complete());
        first.processAllAvailable();
        words.add("a", "b", "d");
        first.crash(at);
        TestQuery second = first.restart();
        second.processAllAvailable();
        assertThat(second)
            .as("%s, crashed %s", kind, at)
            .batch(1)
            .containsExactlyInAnyOrder(row("a", 2L), row("b", 2L), row("c", 1L), row("d", 1L));
        words.add("a");
        second.processAllAvailable();
        assertThat(second)
            .table()
            .containsExactlyInAnyOrder(row("a", 3L), row("b", 2L), row("c", 1L), row("d", 1L));
      }
    }
  }
}
