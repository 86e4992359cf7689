package dev.weir.recovery;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weir.StateStoreKind;
import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.input.MemoryInput;
import dev.weir.query.QueryFailedException;
import dev.weir.query.TestQuery;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A write that fails while batch 1 of a word count runs: the query ends with it, and its restart
 * has each row once, whatever keeps its state.
 */
@ExtendWith(WithHarness.class)
class StorageFaultTest {

  /** What is done to a file, and what Spark gets to hear of it. */
  enum Kind {
    WRITE("failingWrite", "Input/output error: %s (injected)") {
      @Override
      StorageFault of(String file) {
        return StorageFault.failingWrite(file);
      }
    },
    RENAME("failingRename", "Input/output error: cannot rename to %s (injected)") {
      @Override
      StorageFault of(String file) {
        return StorageFault.failingRename(file);
      }
    };

    private final String name;
    private final String message;

    Kind(String name, String message) {
      this.name = name;
      this.message = message;
    }

    abstract StorageFault of(String file);
  }

  static Stream<Arguments> everyFileOfABatch() {
    List<Arguments> all = new ArrayList<>();
    for (StateStoreKind store : StateStoreKind.values()) {
      for (Kind kind : Kind.values()) {
        for (String file : List.of("offsets/1", store.file(2), "commits/1")) {
          all.add(Arguments.of(store, kind, file));
        }
      }
    }
    return all.stream();
  }

  private static QueryFailedException failure(TestQuery query) {
    QueryFailedException failure =
        assertThrows(QueryFailedException.class, query::processAllAvailable);
    assertThat(failure).isNotNull();
    return failure;
  }

  @ParameterizedTest
  @MethodSource("everyFileOfABatch")
  void endsTheQueryAndARestartRecovers(
      StateStoreKind store, Kind kind, String file, StreamHarness harness) {
    store.use(harness);
    MemoryInput<String> words = harness.memoryInput(Encoders.STRING()).add("cat", "dog");
    TestQuery first = harness.start(words.toDF().groupBy("value").count(), OutputMode.Update());
    first.processAllAvailable();
    InjectedFault fault = harness.inject(kind.of(file));
    words.add("cat");
    QueryFailedException failure = failure(first);

    Path path = first.checkpointLocation().resolve(file);
    assertThat(fault.hits()).containsExactly(path);
    assertThat(failure).rootCause().hasMessage(kind.message.formatted(path));
    assertThat(failure.getMessage())
        .contains(
            "\n  likely cause: a fault that the test has injected, StorageFault."
                + kind.name
                + "(\""
                + file
                + "\"). Restart the query to see whether it recovers. See"
                + " docs/errors/storage-fault.md\n");

    words.add("cow");
    TestQuery second = first.restart();
    second.processAllAvailable();
    assertThat(second).table("value").contains(row("cat", 2L), row("cow", 1L));
  }
}
