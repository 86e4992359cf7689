package dev.weir.recovery;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.query.TestQuery;
import dev.weir.sink.Batch;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SQLContext;
import org.apache.spark.sql.execution.streaming.LongOffset;
import org.apache.spark.sql.execution.streaming.Offset;
import org.apache.spark.sql.execution.streaming.Source;
import org.apache.spark.sql.sources.StreamSourceProvider;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import scala.Option;
import scala.Tuple2;
import scala.collection.immutable.Map;

/** What Spark 3.5 asks a source of its first API for when a query is restarted. */
@ExtendWith(WithHarness.class)
class RestartOfASourceTest {

  /** The numbers from 0 to an end that a test moves; notes what it is asked for. */
  public static final class Numbers implements StreamSourceProvider {
    private static long end;
    private static final List<String> ASKED = new ArrayList<>();
    private static final StructType SCHEMA = new StructType().add("id", "long", false);

    @Override
    public Tuple2<String, StructType> sourceSchema(
        SQLContext context,
        Option<StructType> schema,
        String provider,
        Map<String, String> parameters) {
      return new Tuple2<>("numbers", SCHEMA);
    }

    @Override
    public Source createSource(
        SQLContext context,
        String metadataPath,
        Option<StructType> schema,
        String provider,
        Map<String, String> parameters) {
      return new Source() {
        @Override
        public StructType schema() {
          return SCHEMA;
        }

        @Override
        public Option<Offset> getOffset() {
          return end == 0 ? Option.empty() : Option.apply(new LongOffset(end));
        }

        @Override
        public Dataset<Row> getBatch(Option<Offset> start, Offset upTo) {
          String from = start.isEmpty() ? "0" : start.get().json();
          ASKED.add(from + " to " + upTo.json());
          return context.internalCreateDataFrame(
              context
                  .range(Long.parseLong(from), Long.parseLong(upTo.json()))
                  .queryExecution()
                  .toRdd(),
              SCHEMA,
              true);
        }

        @Override
        public void stop() {}
      };
    }
  }

  /** Fact 19: it is asked for the last batch once more, which goes to nobody. */
  @Test
  void isAskedForTheLastBatchAgain(StreamHarness harness) {
    Numbers.end = 2;
    Numbers.ASKED.clear();
    Dataset<Row> numbers = harness.spark().readStream().format(Numbers.class.getName()).load();
    TestQuery first = harness.start(numbers, OutputMode.Append());
    first.processAllAvailable();
    TestQuery second = first.restart();
    Numbers.end = 3;
    second.processAllAvailable();
    assertThat(Numbers.ASKED).containsExactly("0 to 2", "0 to 2", "2 to 3");
    assertThat(second.batches()).extracting(Batch::batchId).containsExactly(1L);
    assertThat(second).table().containsExactlyInAnyOrder(2L);
  }

  /** The batch that is run again is asked for like any other. */
  @Test
  void isAskedOnceForABatchThatRunsAgain(StreamHarness harness) {
    Numbers.end = 2;
    Numbers.ASKED.clear();
    Dataset<Row> numbers = harness.spark().readStream().format(Numbers.class.getName()).load();
    TestQuery first = harness.start(numbers, OutputMode.Append());
    first.processAllAvailable();
    first.stop();
    first.checkpoint().forget(0);
    TestQuery second = first.restart();
    second.processAllAvailable();
    assertThat(Numbers.ASKED).containsExactly("0 to 2", "0 to 2");
    assertThat(second.batches()).extracting(Batch::batchId).containsExactly(0L);
  }
}
