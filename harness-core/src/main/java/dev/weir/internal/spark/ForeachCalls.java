package dev.weir.internal.spark;

import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.ForeachWriter;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.encoders.ExpressionEncoder;
import org.apache.spark.sql.execution.streaming.sources.ForeachWriterTable;
import org.apache.spark.util.CollectionAccumulator;
import scala.Function1;
import scala.Option;
import scala.util.Either;

/** What the {@code ForeachWriter}s of one query were called with, brought from their tasks. */
final class ForeachCalls {
  private final CollectionAccumulator<ForeachCallFacts> calls = new CollectionAccumulator<>();

  /** Those of failed tasks count too: that a writer was told of the failure is worth knowing. */
  ForeachCalls(SparkContext context) {
    calls.register(context, Option.empty(), true);
  }

  List<ForeachCallFacts> soFar() {
    return List.copyOf(calls.value());
  }

  /** The sink, with a writer that takes notes and then does what the job's own does. */
  <T> ForeachWriterTable<T> noting(ForeachWriterTable<T> sink) {
    ForeachWriter<T> writer = new NotingWriter<>(sink.writer(), calls);
    Either<ExpressionEncoder<T>, Function1<InternalRow, T>> converter = sink.converter();
    return new ForeachWriterTable<>(writer, converter);
  }
}
