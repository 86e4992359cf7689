package dev.weir.recovery;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * What outlives a crash and is no file: a database whose every statement is committed at once. It
 * is found by its name, so that tasks, to which functions travel as bytes, find the same one.
 */
final class Store implements AutoCloseable {
  private static final Map<String, Store> OPEN = new ConcurrentHashMap<>();
  static final StructType WORDS = StructType.fromDDL("word STRING");
  static final StructType COUNTS = StructType.fromDDL("word STRING, count BIGINT");

  private final String name = UUID.randomUUID().toString();
  private final List<String> log = new ArrayList<>();
  private final Map<String, Long> table = new TreeMap<>();
  private final Set<Long> batches = new HashSet<>();

  static Store open() {
    Store store = new Store();
    OPEN.put(store.name, store);
    return store;
  }

  String name() {
    return name;
  }

  static Store of(String name) {
    return OPEN.get(name);
  }

  synchronized void append(String word) {
    log.add(word);
  }

  synchronized void put(String word, long count) {
    table.put(word, count);
  }

  synchronized void add(String word, long count) {
    table.merge(word, count, Long::sum);
  }

  /** Whether a batch is new, which is noted. */
  synchronized boolean isNew(long batch) {
    return batches.add(batch);
  }

  synchronized Dataset<Row> words(SparkSession spark) {
    return spark.createDataFrame(log.stream().map(RowFactory::create).toList(), WORDS);
  }

  synchronized Dataset<Row> counts(SparkSession spark) {
    List<Row> rows =
        table.entrySet().stream().map(e -> RowFactory.create(e.getKey(), e.getValue())).toList();
    return spark.createDataFrame(rows, COUNTS);
  }

  @Override
  public void close() {
    OPEN.remove(name);
  }
}
