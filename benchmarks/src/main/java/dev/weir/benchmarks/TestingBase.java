package dev.weir.benchmarks;

import static dev.weir.benchmarks.MemoryStreams.seq;

import com.holdenkarau.spark.testing.StructuredStreamingBaseLike;
import java.util.List;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.modifier.Visibility;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.encoders.ExpressionEncoder;
import org.apache.spark.sql.catalyst.encoders.RowEncoder;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Function1;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * spark-testing-base with one shuffle partition, the session being shared. It never stops its
 * queries; that is done here, or each test would make the next one slower.
 */
final class TestingBase implements Contender.Tests {
  private static final Suite SUITE = suite();

  private final SparkSession spark;

  TestingBase() {
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "1")
            .getOrCreate();
  }

  @Override
  public void test(Work work) throws Exception {
    StructType counts =
        new StructType().add("word", DataTypes.StringType).add("count", DataTypes.LongType, false);
    ExpressionEncoder<Row> rows = ExpressionEncoder.apply(RowEncoder.encoderFor(counts));
    Seq<Seq<String>> batches =
        seq(work.batches().stream().map(batch -> seq(batch.get(0))).toList());
    Function1<Dataset<String>, Dataset<Row>> query =
        lines -> work.query().apply(List.of(lines.toDF()));
    try {
      Seq<Row> result =
          SUITE.runSimpleStreamEndState(spark, batches, "complete", query, Encoders.STRING(), rows);
      work.check(
          JavaConverters.seqAsJavaList(result).stream()
              .map(row -> RowFactory.create(row.get(0), row.get(1)))
              .toList());
    } finally {
      for (StreamingQuery left : spark.streams().active()) {
        left.stop();
      }
    }
  }

  @Override
  public void close() {
    spark.stop();
  }

  /**
   * A suite. The trait leaves a method to it that is called {@code assert}, which Java can't spell,
   * and which is not called here; so the class that lacks it is made at run time.
   */
  private static Suite suite() {
    try {
      return new ByteBuddy()
          .subclass(Suite.class)
          .name("dev.weir.benchmarks.WholeSuite")
          .modifiers(Visibility.PUBLIC)
          .make()
          .load(TestingBase.class.getClassLoader(), ClassLoadingStrategy.Default.INJECTION)
          .getLoaded()
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What of the trait can be written in Java. */
  @SuppressWarnings("serial") // the trait is Serializable; nobody serializes a suite
  abstract static class Suite implements StructuredStreamingBaseLike {
    private int count;

    @Override
    public int count() {
      return count;
    }

    @Override
    public void count_$eq(int next) {
      count = next;
    }

    @Override
    public SparkContext sc() {
      return SparkContext.getOrCreate();
    }

    @Override
    public void fail(String message) {
      throw new AssertionError(message);
    }

    @Override
    public void assertTrue(boolean condition) {
      throw new UnsupportedOperationException();
    }
  }
}
