package dev.weir;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.input.MemoryInput;
import dev.weir.query.FailureExplainer;
import dev.weir.query.QueryFailedException;
import dev.weir.query.TestQuery;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Encoders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A module that knows a system's exceptions has a say in the text of a failure. */
@ExtendWith(WithHarness.class)
class FailureExplainerTest {

  /** Named in META-INF/services, so it is asked about the failures of all other tests too. */
  public static final class OfMisprints implements FailureExplainer {

    @Override
    public Optional<String> explain(List<Throwable> chain, List<Map<String, String>> options) {
      return chain.stream()
          .filter(Misprint.class::isInstance)
          .map(misprint -> "A misprint, " + misprint.getMessage() + ". Options: " + options)
          .findFirst();
    }
  }

  private static final class Misprint extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Misprint(String word) {
      super(word);
    }
  }

  private static TestQuery failing(StreamHarness harness, RuntimeException failure) {
    MemoryInput<String> words = harness.memoryInput(Encoders.STRING());
    words.add("a");
    return harness.start(
        words
            .toDS()
            .map(
                (MapFunction<String, String>)
                    word -> {
                      throw failure;
                    },
                Encoders.STRING())
            .writeStream()
            .format("console")
            .option("numRows", 7));
  }

  @Test
  void itsWordsAreTheLikelyCause(StreamHarness harness) {
    TestQuery query = failing(harness, new Misprint("teh"));
    assertThatThrownBy(query::processAllAvailable)
        .isInstanceOf(QueryFailedException.class)
        .hasMessageContaining(
            "\n  likely cause: A misprint, teh. Options: [{numRows=7}]\n  thrown at:\n");
  }

  @Test
  void whatNobodyKnowsHasNone(StreamHarness harness) {
    TestQuery query = failing(harness, new IllegalStateException("teh"));
    assertThatThrownBy(query::processAllAvailable)
        .isInstanceOf(QueryFailedException.class)
        .message()
        .doesNotContain("likely cause");
  }
}
