package dev.weir.kafka;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.StreamHarness;
import dev.weir.junit.SparkStreamingTest;
import dev.weir.query.QueryTimeoutException;
import dev.weir.query.TestQuery;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.Test;

/** A job that was given the address of no broker: Kafka's client would try for minutes. */
@SparkStreamingTest(strict = false)
class UnreachableBrokerTest {

  @Test
  void theTimeoutSaysThatAnotherSystemDoesNotAnswer(StreamHarness harness) throws IOException {
    OffsetFetching.byAdmin(harness);
    int port;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = server.getLocalPort();
    }
    TestQuery query =
        harness.start(
            "people",
            harness
                .spark()
                .readStream()
                .format("kafka")
                .option("kafka.bootstrap.servers", "127.0.0.1:" + port)
                .option("kafka.request.timeout.ms", 4000)
                .option("kafka.default.api.timeout.ms", 5000)
                .option("subscribe", "people")
                .load(),
            OutputMode.Append());
    assertThatThrownBy(() -> query.processAllAvailable(Duration.ofSeconds(3)))
        .isInstanceOf(QueryTimeoutException.class)
        .hasMessageStartingWith(
            "Query 'people' did not finish its trigger within 3000 ms.\n"
                + "  likely cause: a source or a sink waits for another system, which does not"
                + " answer. Check the address that the job was given, whether that system runs,"
                + " and whether both sides want TLS and a login, or neither.\n")
        .hasMessageContaining("\n  source: KafkaV2[Subscribe[people]], processed up to null");
  }
}
