package com.example;

import java.nio.file.Files;
import java.nio.file.Path;

/** What this JVM has in its memory, by Linux. */
final class Archive {
  private Archive() {}

  static boolean isMapped() throws Exception {
    return Files.readString(Path.of("/proc/self/maps")).contains("weir.jsa");
  }
}
