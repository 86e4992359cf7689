package dev.weir.samples;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;

import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.StreamingQuery;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Keeps the total of each customer's orders in a table of a database. */
@Command(
    name = "OrderTotalsJob",
    description = "Keeps the total of each customer's orders in the table order_totals.")
public final class OrderTotalsJob implements Callable<Integer> {
  private static final String ORDER = "order_id STRING, customer STRING, amount BIGINT";

  @Spec CommandSpec spec;
  @Mixin CommonOptions common;

  @Option(
      names = "--input",
      paramLabel = "FOLDER",
      required = true,
      description =
          "Folder or URI of the orders: files of JSON objects, one a line, with order_id, customer"
              + " and amount in cents.")
  String input = "";

  String jdbcUrl = "";

  @Option(
      names = "--jdbc-url",
      paramLabel = "URL",
      required = true,
      description = "Database of the table order_totals, such as 'jdbc:h2:./totals'.")
  void setJdbcUrl(String value) {
    if (!value.startsWith("jdbc:")) {
      // The value is not shown: there may be a password in it.
      throw new ParameterException(
          spec.commandLine(),
          "Invalid value for option '--jdbc-url': it does not begin with 'jdbc:'");
    }
    jdbcUrl = value;
  }

  /**
   * The total of each customer's orders so far. An order without customer or amount counts nowhere.
   *
   * @param orders columns {@code order_id} string, {@code customer} string, {@code amount} bigint,
   *     in cents
   * @return columns {@code customer} string and {@code total} bigint, in cents
   */
  public static Dataset<Row> totals(Dataset<Row> orders) {
    return orders
        .where(col("customer").isNotNull().and(col("amount").isNotNull()))
        .groupBy("customer")
        .agg(sum("amount").as("total"));
  }

  /**
   * Writes the totals that a batch changed into the table {@code order_totals}, in one transaction.
   *
   * <p>Spark runs a batch again if it has not noted its end. That does no harm: what is written is
   * the total, and not what is to be added to it, and the same batch has the same totals.
   *
   * @param orders as for {@link #totals}
   * @param jdbcUrl the database; its driver is on the class path
   */
  public static DataStreamWriter<Row> writer(Dataset<Row> orders, String jdbcUrl) {
    return totals(orders)
        .writeStream()
        .queryName("order-totals")
        .outputMode("update")
        // One transaction is one connection, so the rows go to the driver: one a changed customer.
        .foreachBatch(
            (Dataset<Row> batch, Long id) ->
                new OrderTotalsTable(jdbcUrl).upsert(batch.collectAsList()));
  }

  /** Runs the job until it is stopped; {@code --help} tells its options. */
  public static void main(String... arguments) throws Exception {
    JobCommand.run(new OrderTotalsJob(), arguments);
  }

  @Override
  public Integer call() throws Exception {
    SparkSession spark = SparkOptions.session("OrderTotalsJob");
    Dataset<Row> orders = spark.readStream().schema(ORDER).json(input);
    StreamingQuery query =
        writer(orders, jdbcUrl)
            .option("checkpointLocation", common.checkpoint("order-totals"))
            .start();
    GracefulStop.awaitTermination(query);
    return 0;
  }
}
