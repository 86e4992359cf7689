package dev.weir.internal.spark;

import org.apache.spark.util.Utils$;

/**
 * The folders for Spark's temporary files. Spark reads {@code spark.local.dir} for the first
 * context of a JVM and keeps it for all later ones (Utils.getOrCreateLocalRootDirs), so a second
 * context would put its files where the first one had them.
 */
public final class LocalDirs {
  private LocalDirs() {}

  /** Lets the next context read its own configuration. */
  public static void forget() {
    Utils$.MODULE$.clearLocalRootDirs();
  }
}
