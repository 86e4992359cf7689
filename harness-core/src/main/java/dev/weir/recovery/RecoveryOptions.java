package dev.weir.recovery;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** Which crashes are tried. Immutable: each method returns a changed copy. */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class RecoveryOptions {
  private final Set<CrashPoint> points;
  private final boolean merging;

  private RecoveryOptions(Set<CrashPoint> points, boolean merging) {
    this.points = points;
    this.merging = merging;
  }

  /** All of them, and after each the rows come as they did without a crash. */
  public static RecoveryOptions everywhere() {
    return new RecoveryOptions(EnumSet.allOf(CrashPoint.class), false);
  }

  /** At these points only, in all batches. */
  public static RecoveryOptions only(CrashPoint first, CrashPoint... others) {
    return new RecoveryOptions(EnumSet.of(first, others), false);
  }

  /**
   * Also lets the next batch's rows come before the restart after a crash before the offset log.
   * The restarted query plans that batch anew then, with all the rows. A sink that has the last
   * value of each key, or sums, must not notice; a change log in update mode may, and so may late
   * rows.
   */
  public RecoveryOptions mergingBatches() {
    return new RecoveryOptions(points, true);
  }

  boolean wants(CrashPoint point) {
    return points.contains(point);
  }

  List<CrashPoint> points() {
    return List.copyOf(points);
  }

  boolean mergesBatches() {
    return merging;
  }
}
