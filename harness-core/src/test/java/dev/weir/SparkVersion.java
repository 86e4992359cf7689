package dev.weir;

import java.lang.module.ModuleDescriptor.Version;
import org.junit.jupiter.api.Assumptions;

/** The Spark on the class path: older ones do not do all that the tests are about. */
public final class SparkVersion {
  public static final String HERE = org.apache.spark.package$.MODULE$.SPARK_VERSION();

  private SparkVersion() {}

  public static boolean isAtLeast(String version) {
    return Version.parse(HERE).compareTo(Version.parse(version)) >= 0;
  }

  /** Skips the rest of a test with an older Spark. */
  public static void assume(String version, String reason) {
    Assumptions.assumeTrue(isAtLeast(version), () -> tooOld(version, reason));
  }

  static String tooOld(String version, String reason) {
    return "Spark " + HERE + ", and only from " + version + " on: " + reason;
  }
}
