package dev.weir.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.commons.io.file.PathUtils;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * The other engine's bar: the word count in Kafka Streams' simulator, its state in RocksDB. There
 * is no broker, no thread and no micro-batch in it.
 */
final class TopologyDriver implements Contender.Tests {
  @Override
  public void test(Work work) throws Exception {
    StreamsBuilder builder = new StreamsBuilder();
    builder.<String, String>stream("lines")
        .flatMapValues(line -> List.of(line.split(" ", -1)))
        .groupBy((key, word) -> word, Grouped.with(Serdes.String(), Serdes.String()))
        .count()
        .toStream()
        .to("counts", Produced.with(Serdes.String(), Serdes.Long()));
    Path folder = Files.createTempDirectory("streams");
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "word-count");
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nobody:9092");
    settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
    settings.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
    settings.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
    try (TopologyTestDriver driver = new TopologyTestDriver(builder.build(), settings)) {
      TestInputTopic<String, String> lines =
          driver.createInputTopic("lines", new StringSerializer(), new StringSerializer());
      work.batches().forEach(batch -> batch.get(0).forEach(lines::pipeInput));
      Map<String, Long> counts =
          driver
              .createOutputTopic("counts", new StringDeserializer(), new LongDeserializer())
              .readKeyValuesToMap();
      List<Row> rows = new ArrayList<>();
      counts.forEach((word, count) -> rows.add(RowFactory.create(word, count)));
      work.check(rows);
    } finally {
      PathUtils.deleteDirectory(folder);
    }
  }

  @Override
  public void close() {
    // Nothing is shared between its tests.
  }
}
