package dev.weir.kafka;

/**
 * Some offsets of a partition.
 *
 * @param from the first
 * @param until the one behind the last
 */
record OffsetRange(long from, long until) {

  long size() {
    return Math.max(0, until - from);
  }

  /** {@code 2 records (offsets 3 to 4)}. */
  @Override
  public String toString() {
    return KafkaMessages.records((int) size())
        + (size() == 1 ? " (offset " + from : " (offsets " + from + " to " + (until - 1))
        + ")";
  }
}
