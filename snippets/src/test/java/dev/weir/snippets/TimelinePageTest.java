package dev.weir.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.StreamHarness;
import dev.weir.input.MemoryInput;
import dev.weir.junit.SparkStreamingExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The code of docs/timeline.md. */
@ExtendWith(SparkStreamingExtension.class)
class TimelinePageTest {
  @Test
  void asAPageAndAsText(StreamHarness harness) throws IOException {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING()).add("cat");
    harness.start("clicks", lines.toDF(), OutputMode.Append()).processAllAvailable();
    // @start region="show"
    Path page = harness.timeline().writeTo(Path.of("target", "clicks.html"));
    System.out.println(harness.timeline());
    // @end
    assertThat(Files.readString(page)).contains("clicks");
    assertThat(harness.timeline().toString()).startsWith("The run of query 'clicks'");
  }
}
