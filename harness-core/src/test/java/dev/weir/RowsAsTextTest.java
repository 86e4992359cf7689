package dev.weir;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.assertThatRows;
import static dev.weir.assertion.WeirAssertions.row;
import static dev.weir.assertion.WeirAssertions.textTable;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weir.input.FileInput;
import dev.weir.input.MemoryInput;
import dev.weir.query.TestQuery;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ExtendWith(WithHarness.class)
class RowsAsTextTest {
  private static final StructType CLICKS =
      new StructType()
          .add("at", DataTypes.TimestampType)
          .add("tags", DataTypes.createArrayType(DataTypes.StringType))
          .add("of", DataTypes.createMapType(DataTypes.StringType, DataTypes.LongType))
          .add("who", new StructType().add("name", DataTypes.StringType));

  /** A bean for an input. */
  public static final class Order {
    private String id = "";
    private long amount;

    public String getId() {
      return id;
    }

    public void setId(String id) {
      this.id = id;
    }

    public long getAmount() {
      return amount;
    }

    public void setAmount(long amount) {
      this.amount = amount;
    }
  }

  @Test
  void anInputOfRowsTakesText(StreamHarness harness) {
    MemoryInput<Row> clicks = harness.memoryInput(CLICKS);
    TestQuery query = harness.start("clicks", clicks.toDF(), OutputMode.Append());
    clicks.addTable(
        """
        who   | at                   | tags     | of
        [Ann] | 2024-02-05T12:10:00Z | [a, "b"] | {x: 1}
        """);
    clicks.addJsonLines(
        """
        {"at": null, "tags": [], "of": {}, "who": null}
        """);
    query.processAllAvailable();
    assertThat(query)
        .table()
        .containsExactlyInAnyOrder(
            row(
                Instant.parse("2024-02-05T12:10:00Z"),
                List.of("a", "b"),
                Map.of("x", 1L),
                row("Ann")),
            row(null, List.of(), Map.of(), null));
  }

  @Test
  void anInputOfObjectsTakesText(StreamHarness harness) {
    MemoryInput<Order> orders = harness.memoryInput(Order.class);
    MemoryInput<String> words = harness.memoryInput("words", Encoders.STRING());
    TestQuery query =
        harness.start(
            "orders",
            orders
                .toDF()
                .select("id", "amount")
                .unionByName(words.toDF().selectExpr("value as id", "0L as amount")),
            OutputMode.Append());
    orders.addTable("id | amount\no1 | 10");
    words.addJsonLines("{\"value\": \"cat\"}");
    query.processAllAvailable();
    assertThat(query).table().containsExactlyInAnyOrder(textTable("id | amount\ncat | 0\no1 | 10"));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> orders.addTable("id | amount\no1 | null"))
        .withMessage(
            SparkVersion.isAtLeast("3.4")
                ? "Row 0 of those added to memory input 'Order' has null in column 'amount', which"
                    + " is not nullable: [null,o1]. See docs/errors/row-does-not-fit.md"
                : noObject(
                    "Order",
                    "- field (class: \"long\", name: \"amount\")\n"
                        + "- root class: \"dev.weir.RowsAsTextTest.Order\""));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> orders.addTable("id | amount\no1 | ten"))
        .withMessage(
            "Line 2 of the text table, column 'amount': 'ten' is no bigint."
                + " See docs/errors/rows-from-text.md");
  }

  /** Spark tells of a null only while it makes the object. */
  private static String noObject(String input, String path) {
    return "The rows of the text cannot be made objects for memory input '"
        + input
        + "': Null value appeared in non-nullable field:\n"
        + path
        + "\nIf the schema is inferred from a Scala tuple/case class, or a Java bean, please try to"
        + " use scala.Option[_] or other nullable types (e.g. java.lang.Integer instead of"
        + " int/scala.Int).\nSee docs/errors/row-does-not-fit.md";
  }

  public static class Line {
    private long count;

    public long getCount() {
      return count;
    }

    public void setCount(long count) {
      this.count = count;
    }
  }

  public static class Basket {
    private Line line = new Line();

    public Line getLine() {
      return line;
    }

    public void setLine(Line line) {
      this.line = line;
    }
  }

  @Test
  @SinceSpark(value = "3.4", reason = "the schema of a bean says of a long that it is nullable")
  void aNullWithinAnObject(StreamHarness harness) {
    MemoryInput<Basket> baskets = harness.memoryInput(Basket.class);
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> baskets.addJsonLines("{\"line\": {\"count\": null}}"))
        .withMessage(
            "Row 0 of those added to memory input 'Basket' has null in column 'line.count', which"
                + " is not nullable: [[null]]. See docs/errors/row-does-not-fit.md");
  }

  @Test
  void aFileInputTakesText(StreamHarness harness) {
    FileInput orders =
        harness.fileInput(
            FileInput.Format.PARQUET,
            new StructType().add("id", DataTypes.StringType).add("amount", DataTypes.LongType));
    TestQuery query = harness.start("orders", orders.toDF(), OutputMode.Append());
    orders.addTable("amount | id\n10 | o1").addJsonLines("{\"id\": \"o2\", \"amount\": 5}");
    query.processAllAvailable();
    assertThat(query).table().containsExactlyInAnyOrder(row("o1", 10L), row("o2", 5L));
    assertThatRows(harness.spark().range(2).toDF())
        .containsExactlyInAnyOrder(textTable("id\n0\n1"));
  }

  @Test
  @ResourceLock(Resources.SYSTEM_OUT)
  void aChainThatOnlyShowsAssertsNothing(StreamHarness harness) {
    MemoryInput<String> words = harness.memoryInput(Encoders.STRING()).add("cat");
    TestQuery counts =
        harness.start("counts", words.toDF().groupBy("value").count(), OutputMode.Update());
    counts.processAllAvailable();
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      assertThat(counts).table("value").show();
      assertThat(counts).state().show().hasSize(1);
    } finally {
      System.setOut(before);
    }
    Assertions.assertThat(printed.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            Query 'counts', update mode, table by value (watermark none, 1 row in, state 1 row)
               value | count
               cat   | 1
            Query 'counts', state of operator 0 (stateStoreSave)
               value | count
               cat   | 1
            """);
    Assertions.assertThat(counts.findings(List.of()))
        .containsExactly("assertThat(counts).table() is followed by no assertion");
  }
}
