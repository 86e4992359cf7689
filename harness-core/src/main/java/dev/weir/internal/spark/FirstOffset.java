package dev.weir.internal.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The offset that a query began at. Kafka's source decides on it once, in the first trigger, and
 * writes it into the checkpoint (KafkaSourceInitialOffsetWriter in Spark 3.5): a line with a
 * version, and below it the offset.
 */
final class FirstOffset {
  private FirstOffset() {}

  /**
   * Reads it.
   *
   * @param checkpointRoot the checkpoint as Spark names it, a path or a URI
   * @param source which of the distinct sources, in the order of the plan
   */
  static @Nullable String read(String checkpointRoot, int source) {
    Path root =
        checkpointRoot.startsWith("file:")
            ? Path.of(URI.create(checkpointRoot).getPath())
            : Path.of(checkpointRoot);
    Path file = root.resolve("sources").resolve(Integer.toString(source)).resolve("0");
    if (!Files.isRegularFile(file)) {
      return null;
    }
    try {
      String text = Files.readString(file, StandardCharsets.UTF_8);
      return text.substring(text.indexOf('\n') + 1);
    } catch (IOException e) {
      throw new UncheckedIOException("Could not read " + file, e);
    }
  }
}
