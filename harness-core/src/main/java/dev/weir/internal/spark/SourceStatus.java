package dev.weir.internal.spark;

import org.jspecify.annotations.Nullable;

/**
 * One source of a running query, as the engine sees it.
 *
 * @param description what Spark calls the source in its progress: {@code TextSocketV2[host:
 *     localhost, port: 9999]}
 * @param committed the offset up to which rows have been processed, as the source's JSON; null
 *     before the first batch
 * @param available the offset up to which the batch in work reads; null before the first batch
 * @param latest the offset up to which the source has got hold of rows, if that can be asked for
 *     without consequences
 * @param first the offset that the query began at, as it is kept in the checkpoint; null before the
 *     first trigger, and for a source that keeps none there
 */
public record SourceStatus(
    String description,
    @Nullable String committed,
    @Nullable String available,
    @Nullable String latest,
    @Nullable String first) {

  /** A source that keeps no first offset. */
  public SourceStatus(
      String description,
      @Nullable String committed,
      @Nullable String available,
      @Nullable String latest) {
    this(description, committed, available, latest, null);
  }
}
