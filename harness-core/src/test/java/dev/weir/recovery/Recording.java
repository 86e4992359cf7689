package dev.weir.recovery;

import dev.weir.StreamHarness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Records golden checkpoints in tests, with the property that a build sets for it. */
final class Recording {
  private static final String PROPERTY = "weir.record";

  private Recording() {}

  static CompatibilityReport record(
      CheckpointArchive archive,
      StreamHarness harness,
      String release,
      String name,
      JobUnderTest job) {
    System.setProperty(PROPERTY, release);
    try {
      return archive.check(harness, name, job);
    } finally {
      System.clearProperty(PROPERTY);
    }
  }

  /** All files below a folder. */
  static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }
}
