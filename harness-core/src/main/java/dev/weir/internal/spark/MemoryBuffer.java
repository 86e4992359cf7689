package dev.weir.internal.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one memory input, block by block: a block for each call that added rows. The offset
 * of the source is the number of blocks.
 *
 * <p>Unlike Spark's own MemoryStream it forgets nothing while the input is open. So any number of
 * queries can read it, each from the beginning, and a restarted query finds the rows of every batch
 * that it may have to replay. And as Spark finds it by an id from one counter in this JVM, two
 * inputs are never taken for one.
 */
public final class MemoryBuffer {
  private static final AtomicLong IDS = new AtomicLong();
  private static final Map<String, MemoryBuffer> OPEN = new ConcurrentHashMap<>();

  private final String id = Long.toString(IDS.incrementAndGet());
  private final String name;
  private final StructType schema;
  private final List<PackedRows> blocks = new ArrayList<>();

  private MemoryBuffer(String name, StructType schema) {
    this.name = name;
    this.schema = schema;
  }

  static MemoryBuffer open(String name, StructType schema) {
    MemoryBuffer buffer = new MemoryBuffer(name, schema);
    OPEN.put(buffer.id, buffer);
    return buffer;
  }

  static MemoryBuffer byId(@Nullable String id) {
    MemoryBuffer buffer = id == null ? null : OPEN.get(id);
    if (buffer == null) {
      throw new IllegalStateException(
          "The memory input that this Dataset reads has been closed with its harness. "
              + "Make the Dataset from an input of the test's own harness. See docs/errors/input-closed.md");
    }
    return buffer;
  }

  /** Forgets the rows; a query that still reads them fails. */
  public void close() {
    OPEN.remove(id);
  }

  String id() {
    return id;
  }

  StructType schema() {
    return schema;
  }

  /** What the source is called in plans and progress, and by what the harness knows it again. */
  public String description() {
    return "MemoryInput[" + name + "#" + id + "]";
  }

  synchronized void add(PackedRows block) {
    blocks.add(block);
  }

  /** The number of blocks, which is the offset behind the last row. */
  public synchronized long end() {
    return blocks.size();
  }

  synchronized List<PackedRows> blocks(long from, long to) {
    return List.copyOf(blocks.subList(Math.toIntExact(from), Math.toIntExact(to)));
  }
}
