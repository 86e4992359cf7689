package dev.weir.internal.spark;

import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.encoders.ExpressionEncoder;
import org.apache.spark.sql.types.StructType;

/**
 * The way from a test's objects into a streaming Dataset: encodes them and buffers them.
 *
 * @param <T> the type of the objects
 */
public final class MemoryChannel<T> {
  private final MemoryBuffer buffer;
  private final ExpressionEncoder<T> encoder;
  private final ExpressionEncoder.Serializer<T> serializer;
  private final UnaryOperator<T> prepare;

  private MemoryChannel(String name, ExpressionEncoder<T> encoder, UnaryOperator<T> prepare) {
    this.prepare = prepare;
    this.encoder = encoder;
    this.serializer = encoder.createSerializer();
    this.buffer = MemoryBuffer.open(name, encoder.schema());
  }

  /** A channel for any type with an encoder. */
  public static <T> MemoryChannel<T> of(String name, Encoder<T> encoder) {
    return new MemoryChannel<>(name, (ExpressionEncoder<T>) encoder, UnaryOperator.identity());
  }

  /**
   * A channel for rows. It takes both kinds of date and time values, java.sql's and java.time's,
   * whatever {@code spark.sql.datetime.java8API.enabled} says.
   */
  public static MemoryChannel<Row> ofRows(String name, StructType schema) {
    return new MemoryChannel<>(
        name, SparkLine.current().rowEncoder(schema), ExternalValues::toSpark);
  }

  /** The rows and their place in the stream. */
  public MemoryBuffer buffer() {
    return buffer;
  }

  /** The columns of the streaming Dataset. */
  public StructType schema() {
    return buffer.schema();
  }

  /**
   * Adds one block of objects, or none of them.
   *
   * @throws RowEncodingException if one of them cannot be encoded; it says which
   */
  public void add(List<? extends T> objects) {
    RowPacker packer = new RowPacker(buffer.schema());
    for (int i = 0; i < objects.size(); i++) {
      try {
        packer.add(serializer.apply(prepare.apply(objects.get(i))));
      } catch (RuntimeException e) {
        throw new RowEncodingException(i, e);
      }
    }
    buffer.add(packer.packed());
  }

  /** The stream as it is seen by a job: untyped. */
  public Dataset<Row> toDF(SparkSession session) {
    return session
        .readStream()
        .format(MemorySourceProvider.class.getName())
        .option(MemorySourceProvider.BUFFER, buffer.id())
        .load();
  }

  /** The stream as typed objects. */
  public Dataset<T> typed(Dataset<Row> stream) {
    return stream.as(encoder);
  }

  /** Rows of the channel's schema as its objects. */
  @SuppressWarnings("unchecked") // where the objects are rows, they are these
  public List<T> objects(SparkSession session, List<Row> rows) {
    return encoder.clsTag().runtimeClass() == Row.class
        ? (List<T>) rows
        : session.createDataFrame(rows, schema()).as(encoder).collectAsList();
  }

  /** Ends the channel and forgets its rows. */
  public void close() {
    buffer.close();
  }

  /** One object of a block could not be encoded. */
  public static final class RowEncodingException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int index;

    RowEncodingException(int index, Throwable cause) {
      super(cause);
      this.index = index;
    }

    /** The position of the object in its block, from 0. */
    public int index() {
      return index;
    }
  }
}
