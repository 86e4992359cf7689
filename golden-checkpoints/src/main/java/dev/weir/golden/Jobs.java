package dev.weir.golden;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.split;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.api.java.function.FlatMapGroupsWithStateFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.GroupState;
import org.apache.spark.sql.streaming.GroupStateTimeout;
import org.apache.spark.sql.streaming.OutputMode;
import scala.Tuple2;

/**
 * The jobs that are recorded, one for each kind of state. OlderSparkTest in harness-core has them
 * too: there they go on from what was recorded here.
 */
final class Jobs {

  /**
   * A job over folders of text files.
   *
   * @param mode its output mode
   * @param query what it makes of its inputs, each a stream of lines
   * @param batches the files of each micro-batch, one for each input; the last is what comes after
   *     the restart
   */
  record Job(OutputMode mode, Function<List<Dataset<Row>>, Dataset<?>> query, String[][] batches) {}

  private static final String[][] WORDS = {{"cat dog"}, {"cat owl"}, {"cat dog fox"}};

  private Jobs() {}

  static Map<String, Job> all() {
    Map<String, Job> all = new LinkedHashMap<>();
    all.put("counts", new Job(OutputMode.Update(), in -> counts(in.get(0)), WORDS));
    all.put("distinct", new Job(OutputMode.Append(), in -> distinct(in.get(0)), WORDS));
    all.put("totals", new Job(OutputMode.Update(), in -> totals(in.get(0)), WORDS));
    all.put(
        "prices",
        new Job(
            OutputMode.Append(),
            in -> prices(in.get(0), in.get(1)),
            new String[][] {{"cat dog", "cat 3"}, {"cat owl", "owl 5"}, {"cat dog fox", "dog 2"}}));
    return all;
  }

  /** An aggregation. */
  static Dataset<Row> counts(Dataset<Row> lines) {
    return words(lines).groupBy("word").count();
  }

  /** A deduplication. */
  static Dataset<Row> distinct(Dataset<Row> lines) {
    return words(lines).dropDuplicates("word");
  }

  /** State of the job's own. */
  static Dataset<Tuple2<String, Long>> totals(Dataset<Row> lines) {
    return words(lines)
        .as(Encoders.STRING())
        .groupByKey((MapFunction<String, String>) word -> word, Encoders.STRING())
        .flatMapGroupsWithState(
            (FlatMapGroupsWithStateFunction<String, String, Long, Tuple2<String, Long>>)
                Jobs::total,
            OutputMode.Update(),
            Encoders.LONG(),
            Encoders.tuple(Encoders.STRING(), Encoders.LONG()),
            GroupStateTimeout.NoTimeout());
  }

  private static Iterator<Tuple2<String, Long>> total(
      String word, Iterator<String> seen, GroupState<Long> state) {
    long total = state.exists() ? state.get() : 0;
    while (seen.hasNext()) {
      seen.next();
      total++;
    }
    state.update(total);
    return List.of(new Tuple2<>(word, total)).iterator();
  }

  /** A join of two streams. */
  static Dataset<Row> prices(Dataset<Row> lines, Dataset<Row> prices) {
    return words(lines)
        .join(
            prices.select(
                split(col("value"), " ").getItem(0).as("word"),
                split(col("value"), " ").getItem(1).cast("int").as("price")),
            "word");
  }

  private static Dataset<Row> words(Dataset<Row> lines) {
    return lines.select(explode(split(col("value"), " ")).as("word"));
  }
}
