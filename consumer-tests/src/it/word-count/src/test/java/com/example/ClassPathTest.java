package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weir.StreamHarness;
import dev.weir.input.SocketInput;
import dev.weir.junit.SparkStreamingExtension;
import dev.weir.query.TestQuery;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkStreamingExtension.class)
class ClassPathTest {

  @Test
  void thereIsNoKafkaForThoseWhoDoNotReadIt() {
    assertThrows(ClassNotFoundException.class, () -> Class.forName("kafka.server.KafkaRaftServer"));
    assertThrows(
        ClassNotFoundException.class,
        () -> Class.forName("org.apache.kafka.clients.producer.KafkaProducer"));
  }

  @Test
  void nobodyHasAddedOpens() {
    List<String> opens =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> argument.startsWith("--add-opens"))
            .toList();
    assertEquals(List.of(), opens);
  }

  @RepeatedTest(2)
  void aSecondClassSharesTheContext(StreamHarness harness) {
    OneContext.check(harness.spark());
    SocketInput socket = harness.socketInput();
    TestQuery lines = harness.start(socket.toDF(), OutputMode.Append());
    socket.send("one", "two");
    lines.processAllAvailable();
    assertEquals(2, lines.table().rows().size());
  }
}
