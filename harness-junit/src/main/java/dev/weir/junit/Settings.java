package dev.weir.junit;

import dev.weir.HarnessOptions;
import dev.weir.LocalSpark;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * What a test class asks for.
 *
 * @param master the SparkContext's master
 * @param contextConf the SparkContext's configuration
 * @param options how each test's harness is made
 * @param strict whether a test that means nothing fails
 * @param leaks what becomes of a test that leaves something behind
 */
record Settings(
    String master,
    Map<String, String> contextConf,
    HarnessOptions options,
    boolean strict,
    LeakPolicy leaks) {

  /**
   * The settings of the nearest annotation: on the class, its superclasses, the enclosing classes.
   */
  static Settings of(Class<?> testClass) {
    for (@Nullable Class<?> c = testClass; c != null; c = c.getEnclosingClass()) {
      Optional<SparkStreamingTest> found =
          AnnotationSupport.findAnnotation(c, SparkStreamingTest.class);
      if (found.isPresent()) {
        return of(found.get(), c);
      }
    }
    return new Builder("the defaults").build();
  }

  private static Settings of(SparkStreamingTest annotation, Class<?> element) {
    Builder builder = new Builder("@SparkStreamingTest on " + element.getName());
    builder.master = annotation.master();
    builder.productionLike = annotation.productionLike();
    builder.shufflePartitions = annotation.shufflePartitions();
    builder.timeout = annotation.timeout();
    builder.clockStartsAt = annotation.clockStartsAt();
    builder.strict = annotation.strict();
    builder.leaks = annotation.leaks();
    for (String pair : annotation.conf()) {
      builder.conf(pair);
    }
    return builder.build();
  }

  /** Reads settings as they are written in an annotation, and refuses what cannot be meant. */
  static final class Builder {
    private final String element;
    private final Map<String, String> conf = new LinkedHashMap<>();
    String master = "local[2]";
    boolean productionLike;
    int shufflePartitions = 1;
    String timeout = "PT60S";
    String clockStartsAt = "";
    boolean strict = true;
    LeakPolicy leaks = LeakPolicy.REPORT;

    Builder(String element) {
      this.element = element;
    }

    void conf(String pair) {
      int sign = pair.indexOf('=');
      if (sign < 1) {
        throw misuse("conf '" + pair + "' is not of the form key=value");
      }
      conf(pair.substring(0, sign).strip(), pair.substring(sign + 1).strip());
    }

    void conf(String key, String value) {
      conf.put(key, value);
    }

    Settings build() {
      String chosen = System.getProperty(LocalSpark.MASTER_PROPERTY, master);
      if (!chosen.startsWith("local") && !chosen.startsWith("spark://")) {
        throw misuse(
            "master '"
                + chosen
                + "' is neither a local one, such as local[2], nor that of a standalone cluster,"
                + " spark://host:port");
      }
      if (shufflePartitions < 0) {
        throw misuse("shufflePartitions is " + shufflePartitions + ", but must be at least 1");
      }
      HarnessOptions options =
          productionLike ? HarnessOptions.productionLike() : HarnessOptions.defaults();
      if (!productionLike && shufflePartitions > 0) {
        options = options.withShufflePartitions(shufflePartitions);
      }
      options = options.withTimeout(parsedTimeout());
      if (!clockStartsAt.isEmpty()) {
        options = options.withClockStartingAt(parsedStart());
      }
      Map<String, String> contextConf = new LinkedHashMap<>();
      for (Map.Entry<String, String> entry : conf.entrySet()) {
        if (LocalSpark.isSessionConf(entry.getKey())) {
          options = options.withConf(entry.getKey(), entry.getValue());
        } else {
          contextConf.put(entry.getKey(), entry.getValue());
        }
      }
      return new Settings(chosen, Map.copyOf(contextConf), options, strict, leaks);
    }

    private Duration parsedTimeout() {
      try {
        Duration duration = Duration.parse(timeout);
        if (!duration.isZero() && !duration.isNegative()) {
          return duration;
        }
      } catch (DateTimeParseException e) {
        // Said below, with what would be right.
      }
      throw misuse("timeout '" + timeout + "' is not a positive ISO duration, such as PT60S");
    }

    private Instant parsedStart() {
      try {
        return Instant.parse(clockStartsAt);
      } catch (DateTimeParseException e) {
        throw misuse(
            "clockStartsAt '"
                + clockStartsAt
                + "' is not an ISO instant, such as 2024-02-05T09:00:00Z");
      }
    }

    private ExtensionConfigurationException misuse(String problem) {
      return new ExtensionConfigurationException(
          element + ": " + problem + ". See docs/errors/extension-settings.md");
    }
  }
}
