package dev.weir.internal.spark;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryManager;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.util.Clock;
import scala.Option;
import scala.Tuple2;

/** With the {@code startQuery} of Spark 3.3, which is not told a catalogue's table. */
final class GovernedQueryManager33 extends GovernedQueryManager {
  private static final MethodHandle START_QUERY = startQuery();

  GovernedQueryManager33(SparkSession session, QueryGovernor governor) {
    super(session, governor);
  }

  /** What Spark 3.3 calls, and overrides its method; there is no such one in Spark 3.5. */
  @SuppressWarnings({"unused", "MissingOverride"})
  public StreamingQuery startQuery(
      Option<String> name,
      Option<String> checkpointLocation,
      Dataset<Row> df,
      scala.collection.immutable.Map<String, String> options,
      Table sink,
      OutputMode outputMode,
      boolean useTempCheckpointLocation,
      boolean recoverFromCheckpointLocation,
      Trigger trigger,
      Clock clock,
      Option<Tuple2<TableCatalog, Identifier>> catalogAndIdent)
      throws TimeoutException {
    return govern(
        name,
        checkpointLocation,
        df,
        sink,
        outputMode,
        trigger,
        (location, recording, granted, gated) -> {
          try {
            return (StreamingQuery)
                START_QUERY.invoke(
                    this,
                    name,
                    location,
                    df,
                    options,
                    recording,
                    outputMode,
                    false,
                    recoverFromCheckpointLocation,
                    granted,
                    gated,
                    catalogAndIdent);
          } catch (Throwable t) {
            throw Sneaky.rethrow(t);
          }
        });
  }

  /** The method that is overridden here. */
  private static MethodHandle startQuery() {
    try {
      return MethodHandles.lookup()
          .findSpecial(
              StreamingQueryManager.class,
              "startQuery",
              MethodType.methodType(
                  StreamingQuery.class,
                  Option.class,
                  Option.class,
                  Dataset.class,
                  scala.collection.immutable.Map.class,
                  Table.class,
                  OutputMode.class,
                  boolean.class,
                  boolean.class,
                  Trigger.class,
                  Clock.class,
                  Option.class),
              GovernedQueryManager33.class);
    } catch (ReflectiveOperationException e) {
      throw Reflection.unknown(e);
    }
  }
}
