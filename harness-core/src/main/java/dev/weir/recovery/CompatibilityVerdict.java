package dev.weir.recovery;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * What became of a job that was started from the golden checkpoint of one release.
 *
 * @param release the release that recorded it
 * @param spark the release of Spark that wrote it
 * @param compatibility the verdict
 * @param summary why, on one line; empty if the job is equal
 * @param detail for a changed job the rows, one a line: {@code - {"word":"cat","count":3}} for one
 *     that is missing, {@code + ...} for one that is unexpected. For a refused one the message of
 *     the failure
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public record CompatibilityVerdict(
    String release, String spark, Compatibility compatibility, String summary, String detail) {

  static CompatibilityVerdict of(Golden golden, GoldenDifferences differences) {
    boolean equal = differences.none();
    return new CompatibilityVerdict(
        golden.release(),
        golden.info().spark(),
        equal ? Compatibility.EQUAL : Compatibility.CHANGED,
        equal ? "" : summary(differences),
        differences.text());
  }

  private static String summary(GoldenDifferences differences) {
    if (differences.missing() == 0 && differences.unexpected() == 0) {
      return "the same rows, other columns or sinks";
    }
    return differences.missing() + " missing, " + differences.unexpected() + " unexpected";
  }

  static CompatibilityVerdict refused(Golden golden, Throwable refusal) {
    return new CompatibilityVerdict(
        golden.release(),
        golden.info().spark(),
        Compatibility.REFUSED,
        Refusal.summary(refusal),
        Refusal.text(refusal));
  }
}
