package dev.weir.junit;

import java.time.Duration;
import java.time.Instant;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Settings for an extension that is registered programmatically.
 *
 * <pre>{@code
 * @RegisterExtension
 * static SparkStreamingExtension spark =
 *     SparkStreamingExtension.builder().shufflePartitions(3).build();
 * }</pre>
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class SparkStreamingExtensionBuilder {
  private final Settings.Builder settings =
      new Settings.Builder("SparkStreamingExtension.builder()");

  SparkStreamingExtensionBuilder() {}

  /** The master of the shared SparkContext; {@code local[2]} by default. */
  public SparkStreamingExtensionBuilder master(String master) {
    settings.master = master;
    return this;
  }

  /** A configuration of the session, or of the context where a session cannot change it. */
  public SparkStreamingExtensionBuilder conf(String key, String value) {
    settings.conf(key, value);
    return this;
  }

  /** The number of shuffle partitions; 1 by default. */
  public SparkStreamingExtensionBuilder shufflePartitions(int partitions) {
    settings.shufflePartitions = partitions;
    return this;
  }

  /** How long one step may take; 60 seconds by default. */
  public SparkStreamingExtensionBuilder timeout(Duration timeout) {
    settings.timeout = timeout.toString();
    return this;
  }

  /** The processing time at which each test begins. */
  public SparkStreamingExtensionBuilder clockStartsAt(Instant start) {
    settings.clockStartsAt = start.toString();
    return this;
  }

  /** Leaves Spark's settings as they come. */
  public SparkStreamingExtensionBuilder productionLike() {
    settings.productionLike = true;
    return this;
  }

  /** Lets a test be green that processed nothing. */
  public SparkStreamingExtensionBuilder lenient() {
    settings.strict = false;
    return this;
  }

  /** What becomes of a test that leaves something behind. */
  public SparkStreamingExtensionBuilder leaks(LeakPolicy leaks) {
    settings.leaks = leaks;
    return this;
  }

  /** The extension. */
  public SparkStreamingExtension build() {
    return new SparkStreamingExtension(settings.build());
  }
}
