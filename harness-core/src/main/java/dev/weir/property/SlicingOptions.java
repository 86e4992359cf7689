package dev.weir.property;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.streaming.OutputMode;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** Which slicings are tried, and in which modes. Immutable: each method returns a changed copy. */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class SlicingOptions {
  private static final SlicingOptions DEFAULTS = new SlicingOptions(List.of(), List.of(), 8, 1, 0);

  private final List<OutputMode> modes;
  private final List<String> keys;
  private final int atMost;
  private final long seed;
  private final double tolerance;

  private SlicingOptions(
      List<OutputMode> modes, List<String> keys, int atMost, long seed, double tolerance) {
    this.modes = modes;
    this.keys = keys;
    this.atMost = atMost;
    this.seed = seed;
    this.tolerance = tolerance;
  }

  /**
   * Eight slicings, in all output modes that Spark takes the job in: all rows in one micro-batch,
   * each in one of its own, two halves, and five that are drawn, the same ones each time. All there
   * are, if these are not more.
   */
  public static SlicingOptions defaults() {
    return DEFAULTS;
  }

  /** In these output modes only. */
  public SlicingOptions inModes(OutputMode first, OutputMode... others) {
    List<OutputMode> chosen = new ArrayList<>(List.of(first));
    chosen.addAll(List.of(others));
    return new SlicingOptions(List.copyOf(chosen), keys, atMost, seed, tolerance);
  }

  /**
   * The key columns of the table in update mode. Those that an aggregation groups by need not be
   * said.
   */
  public SlicingOptions keyedBy(String... columns) {
    return new SlicingOptions(modes, List.of(columns), atMost, seed, tolerance);
  }

  /**
   * So many slicings.
   *
   * @param slicings two at least, of which one has all rows in one micro-batch
   * @throws IllegalArgumentException if there are fewer
   */
  public SlicingOptions atMost(int slicings) {
    if (slicings < 2) {
      throw new IllegalArgumentException(
          "Slicings are compared with each other, so it takes two at least, but this is "
              + slicings
              + ". See docs/errors/options.md");
    }
    return new SlicingOptions(modes, keys, slicings, seed, tolerance);
  }

  /** Draws other slicings. The same seed gives the same ones. */
  public SlicingOptions withSeed(long other) {
    return new SlicingOptions(modes, keys, atMost, other, tolerance);
  }

  /**
   * Lets numbers of type double, float and decimal differ: a sum of doubles depends on the order in
   * which they are added.
   *
   * @param distance how far two numbers may be apart, in the unit of the numbers
   * @throws IllegalArgumentException if it is not positive
   */
  public SlicingOptions withTolerance(double distance) {
    if (!(distance > 0)) {
      throw new IllegalArgumentException(
          "A tolerance is positive, but this is " + distance + ". See docs/errors/options.md");
    }
    return new SlicingOptions(modes, keys, atMost, seed, distance);
  }

  /** None for all that Spark takes. */
  List<OutputMode> modes() {
    return modes;
  }

  List<String> keys() {
    return keys;
  }

  /** Zero for none. */
  double tolerance() {
    return tolerance;
  }

  List<Slicing> slicings(int rows) {
    return Slicing.of(rows, atMost, seed);
  }
}
