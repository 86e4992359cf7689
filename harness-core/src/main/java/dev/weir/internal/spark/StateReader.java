package dev.weir.internal.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.execution.streaming.IncrementalExecution;
import org.apache.spark.sql.execution.streaming.SessionWindowStateStoreSaveExec;
import org.apache.spark.sql.execution.streaming.StateStoreWriter;
import org.apache.spark.sql.execution.streaming.StatefulOperatorStateInfo;
import org.apache.spark.sql.execution.streaming.state.ReadStateStore;
import org.apache.spark.sql.execution.streaming.state.StateSchemaCompatibilityChecker;
import org.apache.spark.sql.execution.streaming.state.StateStoreConf$;
import org.apache.spark.sql.execution.streaming.state.StateStoreId;
import org.apache.spark.sql.execution.streaming.state.StateStoreProvider;
import org.apache.spark.sql.execution.streaming.state.StateStoreProvider$;
import org.apache.spark.sql.execution.streaming.state.StateStoreProviderId;
import org.apache.spark.sql.execution.streaming.state.UnsafeRowPair;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.Tuple2;
import scala.collection.Iterator;

/**
 * Reads the state of a query from its checkpoint, as the stores of its next batch would, but with
 * stores of its own: Spark has a reader of state only from 4.0 on.
 *
 * <p>The schemas are those that Spark keeps beside each store, to check a restarted query against
 * ({@code StateSchemaCompatibilityChecker}). As all comes from files, it does not matter in which
 * JVM the query's own stores are, nor which provider has written them.
 */
final class StateReader {
  private StateReader() {}

  /** The stateful operators of a plan, in the order in which Spark reports of them. */
  static List<StateOperatorInfo> operators(@Nullable IncrementalExecution last) {
    if (last == null) {
      return List.of();
    }
    return StatefulOperators.of(last.executedPlan()).stream()
        .map(
            operator ->
                new StateOperatorInfo(
                    StatefulOperators.info(operator).operatorId(),
                    operator.shortName(),
                    StatefulOperators.stores(operator)))
        .toList();
  }

  /**
   * What is in one store.
   *
   * @param last the batch that ran last
   * @param version the number of batches that have been committed
   */
  static StateContents read(
      IncrementalExecution last, long operatorId, String store, long version) {
    for (StateStoreWriter writer : StatefulOperators.of(last.executedPlan())) {
      if (StatefulOperators.info(writer).operatorId() == operatorId) {
        return read(last.sparkSession(), writer, store, version);
      }
    }
    throw new IllegalArgumentException("There is no stateful operator " + operatorId);
  }

  private static StateContents read(
      SparkSession session, StateStoreWriter writer, String store, long version) {
    StatefulOperatorStateInfo info = StatefulOperators.info(writer);
    Configuration hadoop = session.sessionState().newHadoopConf();
    Tuple2<StructType, StructType> schemas =
        new StateSchemaCompatibilityChecker(providerId(info, 0, store), hadoop).readSchemaFile();
    StructType columns = concat(schemas._1(), schemas._2());
    int prefix =
        writer instanceof SessionWindowStateStoreSaveExec sessions
            ? sessions.keyWithoutSessionExpressions().size()
            : 0;
    List<Row> rows = new ArrayList<>();
    for (int partition = 0; partition < info.numPartitions(); partition++) {
      StateStoreProvider provider =
          StateStoreProvider$.MODULE$.createAndInit(
              providerId(info, partition, store),
              schemas._1(),
              schemas._2(),
              prefix,
              StateStoreConf$.MODULE$.apply(session.sessionState().conf()),
              hadoop);
      try {
        decode(provider.getReadStore(version), schemas, rows);
      } finally {
        provider.close();
      }
    }
    return new StateContents(columns, rows);
  }

  /** Of a run of its own, so that it is never taken for the store of the query. */
  private static StateStoreProviderId providerId(
      StatefulOperatorStateInfo info, int partition, String store) {
    return new StateStoreProviderId(
        new StateStoreId(info.checkpointLocation(), info.operatorId(), partition, store),
        UUID.randomUUID());
  }

  private static void decode(
      ReadStateStore store, Tuple2<StructType, StructType> schemas, List<Row> rows) {
    Function1<Object, Object> key = CatalystTypeConverters.createToScalaConverter(schemas._1());
    Function1<Object, Object> value = CatalystTypeConverters.createToScalaConverter(schemas._2());
    try {
      Iterator<UnsafeRowPair> pairs = store.iterator();
      while (pairs.hasNext()) {
        UnsafeRowPair pair = pairs.next();
        rows.add(concat((Row) key.apply(pair.key()), (Row) value.apply(pair.value())));
      }
    } finally {
      store.abort();
    }
  }

  private static Row concat(Row key, Row value) {
    Object[] cells = new Object[key.length() + value.length()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = i < key.length() ? key.get(i) : value.get(i - key.length());
    }
    return RowFactory.create(cells);
  }

  private static StructType concat(StructType key, StructType value) {
    StructType columns = key;
    for (var field : value.fields()) {
      columns = columns.add(field);
    }
    return columns;
  }
}
