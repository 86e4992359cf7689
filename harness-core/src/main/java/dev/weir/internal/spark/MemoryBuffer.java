package dev.weir.internal.spark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.sql.Row;
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
  private long rows;

  /** How many rows each task of a continuous query has handed on when it last waited. */
  private final Map<String, Long> readers = new HashMap<>();

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
    rows += block.size();
    notifyAll();
  }

  /** The number of blocks, which is the offset behind the last row. */
  public synchronized long end() {
    return blocks.size();
  }

  /** Whether a committed offset, of whichever kind of query, is behind the last row. */
  public synchronized boolean isBehindAll(String json) {
    return RowOffset.isOne(json)
        ? RowOffset.of(json).rows() >= rows
        : BlockOffset.isOne(json) && Long.parseLong(json) >= blocks.size();
  }

  /** The rows between two offsets of a micro-batch query; none of other offsets. */
  public synchronized List<Row> between(@Nullable String start, @Nullable String end) {
    String first = start == null ? "0" : start;
    if (end == null || !BlockOffset.isOne(first) || !BlockOffset.isOne(end)) {
      return List.of();
    }
    long from = Long.parseLong(first);
    long to = Math.min(Long.parseLong(end), blocks.size());
    return from > to ? List.of() : new RecordedRows(blocks(from, to), schema);
  }

  /** Waits for a block, on behalf of a task that has handed on all rows before it. */
  synchronized PackedRows awaitBlock(String reader, int block, long rowsBefore)
      throws InterruptedException {
    while (blocks.size() <= block) {
      readers.put(reader, rowsBefore);
      wait();
    }
    return blocks.get(block);
  }

  synchronized long rowsReadBy(String reader) {
    return readers.getOrDefault(reader, -1L);
  }

  synchronized void forgetReader(String reader) {
    readers.remove(reader);
  }

  synchronized List<PackedRows> blocks(long from, long to) {
    if (from > to || to > blocks.size()) {
      throw new IllegalStateException(
          "The checkpoint says that "
              + (from > to ? from : to)
              + " adds to memory input '"
              + name
              + "' were read, but it has had "
              + blocks.size()
              + ": it is another input than the one that the checkpoint's query has read. Restart"
              + " over the same input, or add again what that one had."
              + " See docs/errors/restart-refused.md");
    }
    return List.copyOf(blocks.subList(Math.toIntExact(from), Math.toIntExact(to)));
  }
}
