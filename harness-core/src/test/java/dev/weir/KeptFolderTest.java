package dev.weir;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.input.FileInput;
import dev.weir.query.TestQuery;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.streaming.OutputMode;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What one harness leaves in a folder, the next one goes on with. */
@ExtendWith(WithHarness.class)
class KeptFolderTest {

  private static StreamHarness over(LocalSpark spark, Path folder) {
    return StreamHarness.over(
        spark.newSession(), HarnessOptions.defaults().withFolder(folder.resolve("kept")));
  }

  @Test
  void aQueryGoesOnWhereAnEarlierHarnessWas(LocalSpark spark, @TempDir Path folder) {
    Path out;
    StreamHarness first = over(spark, folder);
    try (first) {
      FileInput lines = first.fileInput(FileInput.Format.TEXT).add(row("cat"));
      out = first.newFolder();
      first
          .start(lines.toDF().groupBy("value").count(), OutputMode.Complete())
          .processAllAvailable();
    }
    Assertions.assertThat(first.leftBehind()).isEmpty();
    Assertions.assertThat(out).isDirectory();
    try (StreamHarness second = over(spark, folder)) {
      FileInput lines = second.fileInput(FileInput.Format.TEXT).add(row("cat"));
      Assertions.assertThat(second.newFolder()).isEqualTo(out);
      lines.add(row("cat"), row("dog"));
      TestQuery counts = second.start(lines.toDF().groupBy("value").count(), OutputMode.Complete());
      counts.processAllAvailable();
      assertThat(counts).lastStep().ranBatches(1);
      assertThat(counts).table().containsExactlyInAnyOrder(row("cat", 2L), row("dog", 1L));
    }
  }

  @Test
  void aFolderThatCannotBe(LocalSpark spark, @TempDir Path folder) throws Exception {
    Path file = Files.createFile(folder.resolve("kept"));
    assertThatThrownBy(() -> over(spark, folder))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(
            "Could not make the harness's folder "
                + file
                + ": can it be written, is a file in its place?"
                + " See docs/errors/temporary-folder.md");
  }
}
