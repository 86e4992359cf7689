package dev.weir.parity;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.input.SocketInput;
import dev.weir.query.TestQuery;
import java.sql.Timestamp;
import java.util.List;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Ports Spark's TextSocketStreamSuite. */
@Tag("slow")
@ExtendWith(WithHarness.class)
class TextSocketStreamParityTest {

  // TextSocketStreamSuite "basic usage"
  @Test
  void linesBecomeRows(StreamHarness harness) {
    SocketInput socket = harness.socketInput();
    Assertions.assertThat(socket.toDF().schema())
        .isEqualTo(new StructType().add("value", "string"));
    TestQuery query = harness.start(socket.toDF(), OutputMode.Append());
    socket.send("hello");
    query.processAllAvailable();
    assertThat(query).changeLog().containsExactlyInAnyOrder("hello");
    socket.send("world");
    query.processAllAvailable();
    assertThat(query).lastBatch().containsExactlyInAnyOrder("world");
    assertThat(query).changeLog().containsExactly("hello", "world");
  }

  // TextSocketStreamSuite "timestamped usage"
  @Test
  void linesCanHaveTheTimeOfTheirArrival(StreamHarness harness) {
    SocketInput socket = harness.socketInput();
    Dataset<Row> lines =
        harness
            .spark()
            .readStream()
            .format("socket")
            .option("host", socket.host())
            .option("port", socket.port())
            .option("includeTimestamp", true)
            .load();
    Assertions.assertThat(lines.schema())
        .isEqualTo(new StructType().add("value", "string").add("timestamp", "timestamp"));
    TestQuery query = harness.start(lines, OutputMode.Append());
    socket.send("hello");
    query.processAllAvailable();
    socket.send("world");
    query.processAllAvailable();
    assertThat(query).changeLog().column("value").containsExactly("hello", "world");
    // The source reads the machine's clock, not the harness's, so only the order is known.
    List<Row> rows = query.changeLog().rows();
    Timestamp first = rows.get(0).getTimestamp(1);
    Assertions.assertThat(rows.get(1).getTimestamp(1)).isAfterOrEqualTo(first);
  }

  // TextSocketStreamSuite "params not given"
  @Test
  void hostAndPortAreNeeded(StreamHarness harness) {
    assertThatThrownBy(() -> harness.spark().readStream().format("socket").load())
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("Set a host to read from");
    assertThatThrownBy(
            () -> harness.spark().readStream().format("socket").option("host", "localhost").load())
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("Set a port to read from");
  }

  // TextSocketStreamSuite "user-specified schema given"
  @Test
  void aSchemaIsRefused(StreamHarness harness) {
    SocketInput socket = harness.socketInput();
    assertThatThrownBy(
            () ->
                harness
                    .spark()
                    .readStream()
                    .schema(new StructType().add("name", "string").add("area", "string"))
                    .format("socket")
                    .option("host", socket.host())
                    .option("port", socket.port())
                    .load())
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("does not support user-specified schema");
  }
}
