package dev.weir.input;

import dev.weir.internal.spark.MemoryChannel;
import dev.weir.internal.spark.MemoryChannel.RowEncodingException;
import dev.weir.internal.spark.SourceStatus;
import dev.weir.text.RowsFromText;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/**
 * An input whose rows the test hands over as objects.
 *
 * <p>It keeps its rows while its harness is open. Several queries may read it, each from the first
 * row on, and a restarted query finds what it has to replay. (Spark's own MemoryStream forgets
 * committed rows, so that a second query sees only some of them.)
 *
 * @param <T> the type of the objects
 */
@API(status = Status.MAINTAINED, since = "0.1")
public final class MemoryInput<T> implements StreamInput {
  private final SparkSession session;
  private final String name;
  private final MemoryChannel<T> channel;
  private final RowCheck check;
  private final Added added;
  private @Nullable Dataset<Row> rows;

  private MemoryInput(SparkSession session, String name, MemoryChannel<T> channel, RowCheck check) {
    this.session = session;
    this.name = name;
    this.channel = channel;
    this.check = check;
    this.added = new Added("memory input '" + name + "'");
  }

  /** An input of objects of any type that has an encoder. */
  public static <T> MemoryInput<T> of(SparkSession session, String name, Encoder<T> encoder) {
    return new MemoryInput<>(session, name, MemoryChannel.of(name, encoder), RowCheck.none());
  }

  /** An input of rows of a schema. */
  public static MemoryInput<Row> ofRows(SparkSession session, String name, StructType schema) {
    return new MemoryInput<>(
        session, name, MemoryChannel.ofRows(name, schema), RowCheck.against(schema));
  }

  /**
   * Adds rows. All of them become part of the next micro-batch of each query that reads this input,
   * together with whatever else is added before that.
   *
   * @param rows at least one object; all are added, or none if one of them does not fit
   * @return this input
   * @throws IllegalArgumentException if a row is null or does not fit the schema: says which, which
   *     column, and what would fit
   * @throws IllegalStateException if the input is closed
   */
  @SafeVarargs
  @SuppressWarnings("varargs")
  public final MemoryInput<T> add(T... rows) {
    return addAll(Arrays.asList(rows));
  }

  /**
   * Adds the rows of a list: {@link #add} for many rows. An empty list is allowed, and makes the
   * next step run a batch without rows.
   *
   * @param rows the objects, none of them null
   * @return this input
   */
  public MemoryInput<T> addAll(List<? extends T> rows) {
    added.checkOpen();
    for (int i = 0; i < rows.size(); i++) {
      T row = rows.get(i);
      if (row == null) {
        throw new IllegalArgumentException(
            "Row "
                + i
                + " of those added to "
                + description()
                + " is null, and Spark has no null row. For a row with a null value use an input"
                + " with a schema and add RowFactory.create((Object) null). See"
                + " docs/errors/null-row.md");
      }
      check.check(row, i, description());
    }
    try {
      channel.add(rows);
    } catch (RowEncodingException e) {
      throw new IllegalArgumentException(
          "Row "
              + e.index()
              + " of those added to "
              + description()
              + " does not fit its schema ("
              + schema().toDDL()
              + "): "
              + rows.get(e.index())
              + ". See docs/errors/row-does-not-fit.md",
          e.getCause());
    }
    added.count(rows.size());
    return this;
  }

  /**
   * Adds the rows of a text table, which has the names of {@link #schema()} in its first line, in
   * any order.
   *
   * <pre>{@code
   * orders.addTable("""
   *     id | amount
   *     o1 | 10
   *     o2 | 5
   *     """);
   * }</pre>
   *
   * @return this input
   * @throws IllegalArgumentException if the text does not fit the schema: says in which line
   */
  public MemoryInput<T> addTable(String table) {
    return addRows(RowsFromText.table(schema(), table));
  }

  /**
   * Adds rows that are written as JSON, an object a line with all columns of {@link #schema()}.
   *
   * @return this input
   * @throws IllegalArgumentException if the text does not fit the schema: says in which line
   */
  public MemoryInput<T> addJsonLines(String lines) {
    return addRows(RowsFromText.jsonLines(schema(), lines));
  }

  private MemoryInput<T> addRows(List<Row> fromText) {
    added.checkOpen();
    RowCheck fits = RowCheck.against(schema());
    for (int i = 0; i < fromText.size(); i++) {
      fits.check(fromText.get(i), i, description());
    }
    return addAll(objects(fromText));
  }

  private List<T> objects(List<Row> fromText) {
    try {
      return channel.objects(session, fromText);
    } catch (RuntimeException e) {
      Throwable why = e.getCause() == null ? e : e.getCause();
      throw new IllegalArgumentException(
          "The rows of the text cannot be made objects for "
              + description()
              + ": "
              + why.getMessage()
              + "\nSee docs/errors/row-does-not-fit.md",
          e);
    }
  }

  /**
   * The stream that a job reads, as rows: the same one at each call, so that {@code
   * input.toDF().col("id")} is a column of it.
   */
  public synchronized Dataset<Row> toDF() {
    added.checkOpen();
    if (rows == null) {
      rows = channel.toDF(session);
    }
    return rows;
  }

  /** The stream that a job reads, as objects. */
  public Dataset<T> toDS() {
    return channel.typed(toDF());
  }

  /** The columns of {@link #toDF()}. */
  public StructType schema() {
    return channel.schema();
  }

  @Override
  public String description() {
    return "memory input '" + name + "'";
  }

  @Override
  public long added() {
    return added.rows();
  }

  @Override
  public boolean feeds(SourceStatus source) {
    return source.description().equals(channel.buffer().description());
  }

  @Override
  public boolean hasArrived(SourceStatus source) {
    String latest = source.latest();
    return latest == null || channel.buffer().isBehindAll(latest);
  }

  @Override
  public boolean isProcessed(SourceStatus source) {
    String committed = source.committed();
    return channel.buffer().isBehindAll(committed == null ? "0" : committed);
  }

  @Override
  public List<String> rowsOfBatch(SourceStatus source, int atMost) {
    return channel.buffer().between(source.committed(), source.available()).stream()
        .limit(atMost)
        .map(Row::toString)
        .toList();
  }

  @Override
  public void close() {
    if (added.close()) {
      channel.close();
    }
  }
}
