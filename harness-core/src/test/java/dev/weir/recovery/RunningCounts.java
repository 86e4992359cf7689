package dev.weir.recovery;

import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.split;

import dev.weir.input.MemoryInput;
import java.nio.file.Path;
import org.apache.spark.api.java.function.FlatMapGroupsWithStateFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.streaming.GroupStateTimeout;
import org.apache.spark.sql.streaming.OutputMode;

/**
 * A word count with a state store and Spark's file sink: for each word of a batch a line with how
 * often it has come so far. So a batch that was lost or counted twice shows in each later line.
 */
final class RunningCounts implements JobUnderTest {
  static final int BATCHES = 12;

  @Override
  public void setUp(Trial trial) {
    MemoryInput<String> lines = trial.memoryInput(Encoders.STRING());
    Path out = trial.newFolder();
    trial.query(
        counts(lines).writeStream().outputMode("append").format("text").option("path", path(out)));
    for (int batch = 0; batch < BATCHES; batch++) {
      String own = "only-" + batch;
      trial.batch(() -> lines.add("cat dog", "cat " + own));
    }
    trial.sink("lines", () -> trial.spark().read().text(path(out)));
  }

  private static String path(Path folder) {
    return folder.toUri().toString();
  }

  private static Dataset<String> counts(MemoryInput<String> lines) {
    return lines
        .toDF()
        .select(explode(split(lines.toDF().col("value"), " ")))
        .as(Encoders.STRING())
        .groupByKey((MapFunction<String, String>) word -> word, Encoders.STRING())
        .flatMapGroupsWithState(
            (FlatMapGroupsWithStateFunction<String, String, Long, String>)
                (word, again, state) -> {
                  long count = state.exists() ? state.get() : 0;
                  for (; again.hasNext(); again.next()) {
                    count++;
                  }
                  state.update(count);
                  return java.util.List.of(word + " " + count).iterator();
                },
            OutputMode.Append(),
            Encoders.LONG(),
            Encoders.STRING(),
            GroupStateTimeout.NoTimeout());
  }
}
