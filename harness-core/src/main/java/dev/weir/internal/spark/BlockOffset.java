package dev.weir.internal.spark;

import org.apache.spark.sql.connector.read.streaming.Offset;

/** How many blocks of a {@link MemoryBuffer} lie before a place in it. */
final class BlockOffset extends Offset {
  private final long blocks;

  BlockOffset(long blocks) {
    this.blocks = blocks;
  }

  /** Whether an offset is one of these, and not one of another source or a continuous query. */
  static boolean isOne(String json) {
    return !json.isEmpty() && json.chars().allMatch(Character::isDigit);
  }

  static BlockOffset of(String json) {
    if (!isOne(json)) {
      throw new IllegalStateException("A micro-batch of a memory input cannot begin at " + json);
    }
    return new BlockOffset(Long.parseLong(json));
  }

  long blocks() {
    return blocks;
  }

  @Override
  public String json() {
    return Long.toString(blocks);
  }
}
