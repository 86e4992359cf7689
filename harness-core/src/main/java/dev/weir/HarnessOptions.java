package dev.weir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/**
 * How a harness treats its test. Immutable: each {@code with} method returns a changed copy.
 *
 * <p>By default it is fast: it pulls every {@link Lever}. {@link #productionLike()} leaves all to
 * Spark.
 */
@API(status = Status.MAINTAINED, since = "0.1")
public final class HarnessOptions {
  private static final HarnessOptions FAST =
      new HarnessOptions(Duration.ofSeconds(60), null, null, null, confOf(Lever.values()));

  private final Duration timeout;
  private final @Nullable Instant clockStartsAt;
  private final @Nullable Path folder;
  private final @Nullable Path timelineFile;
  private final Map<String, String> conf;

  private HarnessOptions(
      Duration timeout,
      @Nullable Instant clockStartsAt,
      @Nullable Path folder,
      @Nullable Path timelineFile,
      Map<String, String> conf) {
    this.timeout = timeout;
    this.clockStartsAt = clockStartsAt;
    this.folder = folder;
    this.timelineFile = timelineFile;
    this.conf = conf;
  }

  private static Map<String, String> confOf(Lever... levers) {
    Map<String, String> conf = new LinkedHashMap<>();
    for (Lever lever : levers) {
      conf.putAll(lever.conf());
    }
    return Map.copyOf(conf);
  }

  /**
   * The setting that says which options are the default: {@code fast}, or {@code production-like}.
   */
  public static final String PROFILE_PROPERTY = "weir.profile";

  /**
   * The options of a harness that says nothing: the {@linkplain #fast() fast} ones, or with {@code
   * -Dweir.profile=production-like} the {@linkplain #productionLike() production-like} ones, so
   * that the same tests run both ways.
   *
   * @throws IllegalArgumentException if the setting is something else
   */
  public static HarnessOptions defaults() {
    return ofProfile(System.getProperty(PROFILE_PROPERTY, "fast"));
  }

  static HarnessOptions ofProfile(String profile) {
    return switch (profile) {
      case "fast" -> fast();
      case "production-like" -> productionLike();
      default ->
          throw new IllegalArgumentException(
              "-Dweir.profile is 'fast' or 'production-like', but here '"
                  + profile
                  + "'. See docs/errors/options.md");
    };
  }

  /** With every {@link Lever}. */
  public static HarnessOptions fast() {
    return FAST;
  }

  /** Spark as it comes: nothing is set that a job did not set. */
  public static HarnessOptions productionLike() {
    return new HarnessOptions(FAST.timeout, null, null, null, Map.of());
  }

  /**
   * How long one step may take.
   *
   * @param timeout more than nothing; 60 seconds by default
   */
  public HarnessOptions withTimeout(Duration timeout) {
    if (timeout.isZero() || timeout.isNegative()) {
      throw new IllegalArgumentException(
          "The timeout of a step must be positive, but is "
              + timeout
              + ". See docs/errors/options.md");
    }
    return new HarnessOptions(timeout, clockStartsAt, folder, timelineFile, conf);
  }

  /**
   * The processing time at which the test begins, and which {@code current_timestamp} shows.
   *
   * @param start to the millisecond; by default the moment when the harness is made
   */
  public HarnessOptions withClockStartingAt(Instant start) {
    return new HarnessOptions(timeout, start, folder, timelineFile, conf);
  }

  /**
   * A folder that outlives the harness, in the place of a temporary one: what is in it is not
   * deleted, and a later harness over it, in another JVM, finds it again. Inputs, folders and
   * checkpoints have the same names there if they are made in the same order.
   *
   * @param kept it is made if it is not there
   */
  public HarnessOptions withFolder(Path kept) {
    return new HarnessOptions(
        timeout, clockStartsAt, kept.toAbsolutePath().normalize(), timelineFile, conf);
  }

  /**
   * Where the page of the timeline will be if the test fails, so that the messages of failed
   * assertions name it. The harness does not write it: whoever runs the tests does, as the JUnit
   * extension, with {@link StreamHarness#timeline()}.
   *
   * @param file as it is to stand in the message
   */
  public HarnessOptions withTimelineFile(Path file) {
    return new HarnessOptions(timeout, clockStartsAt, folder, file, conf);
  }

  /**
   * Without what makes a test faster: as Spark does it in production. What was set by {@link
   * #withConf} to another value than the lever's stays.
   *
   * @param levers which of those to leave out
   */
  public HarnessOptions without(Lever... levers) {
    Map<String, String> fewer = new LinkedHashMap<>(conf);
    fewer.entrySet().removeAll(confOf(levers).entrySet());
    return new HarnessOptions(timeout, clockStartsAt, folder, timelineFile, Map.copyOf(fewer));
  }

  /** Sets a SQL configuration of the test's session. */
  public HarnessOptions withConf(String key, String value) {
    Map<String, String> more = new LinkedHashMap<>(conf);
    more.put(key, value);
    return new HarnessOptions(timeout, clockStartsAt, folder, timelineFile, Map.copyOf(more));
  }

  /**
   * How many partitions a shuffle has, and with it each state store.
   *
   * @param partitions at least 1
   */
  public HarnessOptions withShufflePartitions(int partitions) {
    if (partitions < 1) {
      throw new IllegalArgumentException(
          "A shuffle has at least 1 partition, but was to have "
              + partitions
              + ". See docs/errors/options.md");
    }
    return withConf("spark.sql.shuffle.partitions", Integer.toString(partitions));
  }

  /** How long one step may take. */
  public Duration timeout() {
    return timeout;
  }

  /** The processing time at which the test begins, if it was set. */
  public Optional<Instant> clockStartsAt() {
    return Optional.ofNullable(clockStartsAt);
  }

  /** The folder that outlives the harness, if there is one. */
  public Optional<Path> folder() {
    return Optional.ofNullable(folder);
  }

  /** Where the page of the timeline will be if the test fails, if there will be one. */
  public Optional<Path> timelineFile() {
    return Optional.ofNullable(timelineFile);
  }

  /** The SQL configurations that the test's session gets. */
  public Map<String, String> conf() {
    return conf;
  }
}
