package dev.weir.recovery;

import dev.weir.HarnessOptions;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;

/** The options of a harness in a file, for another JVM. */
final class ForkedOptions {
  private static final String TIMEOUT = "timeout";
  private static final String CLOCK = "clock";
  private static final String CONF = "conf.";

  private ForkedOptions() {}

  static void write(HarnessOptions options, Path file) throws IOException {
    Properties all = new Properties();
    all.setProperty(TIMEOUT, options.timeout().toString());
    options.clockStartsAt().ifPresent(start -> all.setProperty(CLOCK, start.toString()));
    options.conf().forEach((key, value) -> all.setProperty(CONF + key, value));
    try (Writer writer = Files.newBufferedWriter(file)) {
      all.store(writer, null);
    }
  }

  static HarnessOptions read(Path file) throws IOException {
    Properties all = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      all.load(reader);
    }
    // The one without configurations of its own: those of the other one are in the file.
    HarnessOptions options =
        HarnessOptions.productionLike().withTimeout(Duration.parse(all.getProperty(TIMEOUT)));
    if (all.containsKey(CLOCK)) {
      options = options.withClockStartingAt(Instant.parse(all.getProperty(CLOCK)));
    }
    for (String key : all.stringPropertyNames()) {
      if (key.startsWith(CONF)) {
        options = options.withConf(key.substring(CONF.length()), all.getProperty(key));
      }
    }
    return options;
  }
}
