package dev.weir.recovery;

import dev.weir.input.MemoryInput;
import java.nio.file.Path;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A word count whose {@code foreachBatch} writes two folders, the counts and the words. Each batch
 * has a folder of its own below, which a replay overwrites, so nothing of it is there twice.
 */
final class TwoFolders implements JobUnderTest {
  static final int BATCHES = 3;

  @Override
  public void setUp(Trial trial) {
    MemoryInput<String> words = trial.memoryInput(Encoders.STRING());
    Path counts = trial.newFolder();
    Path seen = trial.newFolder();
    trial.query(
        words
            .toDF()
            .groupBy("value")
            .count()
            .writeStream()
            .outputMode("update")
            .foreachBatch(
                (VoidFunction2<Dataset<Row>, Long>)
                    (batch, id) -> {
                      write(batch, counts, id);
                      write(batch.select("value"), seen, id);
                    }));
    for (int batch = 0; batch < BATCHES; batch++) {
      String own = "only-" + batch;
      trial.batch(() -> words.add("cat", "dog", "cat", own));
    }
    trial.sink("counts", () -> read(trial.spark(), counts));
    trial.sink("seen", () -> read(trial.spark(), seen));
  }

  private static void write(Dataset<Row> rows, Path folder, long batch) {
    rows.write().mode("overwrite").json(folder.resolve("batch=" + batch).toUri().toString());
  }

  private static Dataset<Row> read(SparkSession spark, Path folder) {
    return spark.read().json(folder.toUri().toString());
  }
}
