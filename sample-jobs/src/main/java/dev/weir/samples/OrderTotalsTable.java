package dev.weir.samples;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.apache.spark.sql.Row;

/** The table {@code order_totals} of a database, with a row for each customer. */
final class OrderTotalsTable {
  private static final String CREATE =
      """
      CREATE TABLE IF NOT EXISTS order_totals (
        customer VARCHAR(200) PRIMARY KEY,
        total BIGINT NOT NULL)
      """;

  // No length in the cast: it would cut a long name off, and two customers might become one.
  private static final String MERGE =
      """
      MERGE INTO order_totals AS t
      USING (VALUES (CAST(? AS VARCHAR), CAST(? AS BIGINT))) AS s (customer, total)
      ON t.customer = s.customer
      WHEN MATCHED THEN UPDATE SET total = s.total
      WHEN NOT MATCHED THEN INSERT (customer, total) VALUES (s.customer, s.total)
      """;

  private final String jdbcUrl;

  OrderTotalsTable(String jdbcUrl) {
    this.jdbcUrl = jdbcUrl;
  }

  /**
   * Sets the totals of some customers, of all of them or of none. The table is made if it is not
   * there.
   *
   * @param rows columns {@code customer} string and {@code total} bigint, a row a customer
   */
  void upsert(List<Row> rows) throws SQLException {
    // A connection for each batch: one that is kept would be cut between two batches.
    try (Connection connection = DriverManager.getConnection(jdbcUrl)) {
      // Before the transaction: in many databases a CREATE ends the one that is open.
      try (Statement create = connection.createStatement()) {
        create.execute(CREATE);
      }
      connection.setAutoCommit(false);
      try {
        merge(connection, rows);
        connection.commit();
      } catch (SQLException e) {
        rollBack(connection, e);
        throw e;
      }
    }
  }

  private static void merge(Connection connection, List<Row> rows) throws SQLException {
    try (PreparedStatement merge = connection.prepareStatement(MERGE)) {
      for (Row row : rows) {
        merge.setString(1, row.getAs("customer"));
        merge.setLong(2, row.getAs("total"));
        merge.addBatch();
      }
      merge.executeBatch();
    }
  }

  /** By hand: JDBC leaves open what closing does to a transaction. */
  private static void rollBack(Connection connection, SQLException why) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      why.addSuppressed(e);
    }
  }
}
