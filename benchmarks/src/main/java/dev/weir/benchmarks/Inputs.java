package dev.weir.benchmarks;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The inputs of one test. */
interface Inputs {
  /** The work's query over them. */
  Dataset<Row> result();

  /** Adds the lines of one micro-batch, for each input. */
  void add(List<List<String>> batch);

  /** Where lines come from. */
  interface Source {
    Inputs open(Work work, SparkSession spark);
  }
}
