package dev.weir.query;

import dev.weir.input.StreamInput;
import dev.weir.internal.spark.EngineQuery;
import dev.weir.internal.spark.QueryFailure;
import dev.weir.internal.spark.SourceStatus;
import dev.weir.recovery.CrashAt;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Turns the end of a query into an exception that says what ended it. */
final class QueryDeath {
  private static final int ROWS = 10;
  private static final int FRAMES = 5;

  private final String query;
  private final EngineQuery engine;
  private final Supplier<List<StreamInput>> inputs;

  QueryDeath(String query, EngineQuery engine, Supplier<List<StreamInput>> inputs) {
    this.query = query;
    this.engine = engine;
    this.inputs = inputs;
  }

  void throwIfDead() {
    Optional<QueryFailure> failure = engine.failure();
    if (failure.isPresent()) {
      throw new QueryFailedException(text(failure.get()), failure.get());
    }
  }

  void throwIfOver() {
    if (engine.protocol().crashedAt().isPresent()) {
      throw new IllegalStateException(
          "Query '"
              + query
              + "' was crashed by the test "
              + CrashAt.of(engine.protocol().crashedAt().get())
              + ", so it processes nothing any more. Go on with the one that query.restart() gives."
              + " See docs/errors/crash-point.md");
    }
    throwIfDead();
    if (engine.gate().hasEnded()) {
      throw new IllegalStateException(
          "Query '"
              + query
              + "' has ended, so it processes nothing any more"
              + " (Spark itself would return without a word). "
              + "Start it again, or process before stop(). See docs/errors/query-ended.md");
    }
  }

  private String text(QueryFailure failure) {
    StringBuilder text = new StringBuilder("Query '").append(query).append("' has failed ");
    if (failure.batchId() < 0) {
      text.append("before its first batch");
    } else {
      text.append(failure.planned() ? "in batch " : "while it looked for the input of batch ")
          .append(failure.batchId());
    }
    text.append(": ").append(failure.root());
    List<SourceStatus> sources = engine.sources();
    for (SourceStatus source : sources) {
      if (failure.planned()) {
        input(text, source);
      } else {
        text.append("\n  source: ").append(source.description());
      }
    }
    explanation(failure, sources)
        .ifPresent(explanation -> text.append("\n  likely cause: ").append(explanation));
    text.append("\n  thrown at:");
    Arrays.stream(failure.root().getStackTrace())
        .limit(FRAMES)
        .forEach(frame -> text.append("\n    ").append(frame));
    text.append("\n  wrapped in: ");
    text.append(
        String.join(
            " <- ",
            failure.chain().stream()
                .takeWhile(t -> t != failure.root())
                .map(t -> t.getClass().getSimpleName())
                .toList()));
    return text.append("\nSee docs/errors/query-failed.md").toString();
  }

  /** By an input, which knows its own system best, else by who knows the exceptions. */
  private Optional<String> explanation(QueryFailure failure, List<SourceStatus> sources) {
    return inputs.get().stream()
        .flatMap(input -> sources.stream().map(source -> input.whyNotRead(source, failure.root())))
        .flatMap(Optional::stream)
        .findFirst()
        .or(() -> Explanations.of(failure.chain(), () -> engine.optionsBehind(failure)));
  }

  /** What the batch read: the rows where the input has them, the offsets where it has not. */
  private void input(StringBuilder text, SourceStatus source) {
    for (StreamInput input : inputs.get()) {
      if (input.feeds(source)) {
        List<String> rows = input.rowsOfBatch(source, ROWS + 1);
        if (!rows.isEmpty()) {
          text.append("\n  batch read of ").append(input.description()).append(":");
          rows.stream().limit(ROWS).forEach(row -> text.append("\n    ").append(row));
          if (rows.size() > ROWS) {
            text.append("\n    ...");
          }
          return;
        }
      }
    }
    text.append("\n  batch read of ")
        .append(source.description())
        .append(": from ")
        .append(source.committed() == null ? "its start" : "offset " + source.committed())
        .append(" to ")
        .append(source.available());
  }
}
