package dev.weir.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.streaming.MemoryStream;
import scala.Option;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/** Spark's own memory streams, one for each input of a work. */
final class MemoryStreams implements Inputs {
  private static final AtomicInteger IDS = new AtomicInteger();

  private final List<MemoryStream<String>> streams = new ArrayList<>();
  private final Work work;

  MemoryStreams(Work work, SparkSession spark) {
    this.work = work;
    for (int i = 0; i < work.inputs(); i++) {
      streams.add(
          new MemoryStream<>(
              IDS.incrementAndGet(), spark.sqlContext(), Option.empty(), Encoders.STRING()));
    }
  }

  MemoryStream<String> get(int input) {
    return streams.get(input);
  }

  @Override
  public Dataset<Row> result() {
    List<Dataset<Row>> inputs = new ArrayList<>();
    streams.forEach(stream -> inputs.add(stream.toDF()));
    return work.query().apply(inputs);
  }

  @Override
  public void add(List<List<String>> batch) {
    for (int i = 0; i < batch.size(); i++) {
      streams.get(i).addData(seq(batch.get(i)));
    }
  }

  static <T> Seq<T> seq(List<T> values) {
    return JavaConverters.asScalaBuffer(values).toSeq();
  }
}
