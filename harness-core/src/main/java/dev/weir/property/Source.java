package dev.weir.property;

import dev.weir.StreamHarness;
import dev.weir.input.MemoryInput;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The two ways in which a job can read the same rows. */
interface Source<T> {
  MemoryInput<T> input(StreamHarness own);

  Dataset<Row> batch(SparkSession session, List<T> some);
}
