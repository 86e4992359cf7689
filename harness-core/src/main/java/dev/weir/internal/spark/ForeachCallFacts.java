package dev.weir.internal.spark;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code ForeachWriter} was called with, from {@code open} to {@code close}.
 *
 * @param batchId the micro-batch, or the epoch
 * @param partition the partition
 * @param opened what {@code open} returned
 * @param processed how often {@code process} was called
 * @param error what {@code close} was given, in words; null for none
 */
public record ForeachCallFacts(
    long batchId, long partition, boolean opened, long processed, @Nullable String error)
    implements Serializable {
  private static final long serialVersionUID = 1L;
}
