package dev.weir.internal.spark;

import org.apache.spark.sql.connector.read.streaming.Offset;

/** How many blocks of a {@link MemoryBuffer} lie before a place in it. */
final class BlockOffset extends Offset {
  private final long blocks;

  BlockOffset(long blocks) {
    this.blocks = blocks;
  }

  long blocks() {
    return blocks;
  }

  @Override
  public String json() {
    return Long.toString(blocks);
  }
}
