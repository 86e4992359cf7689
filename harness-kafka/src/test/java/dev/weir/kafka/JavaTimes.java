package dev.weir.kafka;

import org.junit.jupiter.api.Assumptions;
import org.junit.platform.commons.support.ReflectionSupport;

/** Jackson's module for java.time, which is among Spark's dependencies from 3.4 on. */
final class JavaTimes {
  private JavaTimes() {}

  /** Skips the rest of a test without it. */
  static void assume() {
    Assumptions.assumeTrue(
        ReflectionSupport.tryToLoadClass("com.fasterxml.jackson.datatype.jsr310.JavaTimeModule")
            .toOptional()
            .isPresent(),
        "no jackson-datatype-jsr310 is on the class path; Spark 3.3 does not bring it");
  }
}
