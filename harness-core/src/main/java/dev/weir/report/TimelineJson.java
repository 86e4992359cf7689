package dev.weir.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page's script needs to know of a run, as JSON that can stand inside of a script element:
 * whatever ends or begins markup is written as {@code \}{@code u003c}. The writer is Jackson's,
 * which comes with every Spark.
 */
final class TimelineJson {
  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .characterEscapes(new NoMarkup())
          .build();

  private final JsonGenerator json;
  private final PageBudget budget;

  private TimelineJson(JsonGenerator json, PageBudget budget) {
    this.json = json;
    this.budget = budget;
  }

  static String of(Timeline timeline, PageBudget budget) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      new TimelineJson(json, budget).write(timeline);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private void write(Timeline timeline) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("queries");
    for (QueryTimeline query : timeline.queries()) {
      write(query);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void write(QueryTimeline query) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", budget.value(query.name()));
    json.writeStringField("mode", query.outputMode());
    json.writeStringField("sink", budget.value(query.sink()));
    json.writeStringField("trigger", query.trigger());
    List<String> columns =
        query.columns().subList(0, Math.min(query.columns().size(), PageBudget.MOST_COLUMNS));
    if (columns.size() < query.columns().size()) {
      budget.leaveOut(
          "Of " + query.columns().size() + " columns the first " + columns.size() + " are shown.");
    }
    strings("columns", columns);
    strings("keys", query.keys());
    json.writeBooleanField("keysAsked", query.keysAsked());
    strings("operators", query.operators());
    strings("inputs", query.inputs());
    moments(query);
    json.writeEndObject();
  }

  /** The rows are chosen from the last moment backwards, and then written in order. */
  private void moments(QueryTimeline query) throws IOException {
    List<Moment> all = query.moments();
    List<Moment> moments =
        all.subList(Math.max(0, all.size() - PageBudget.MOST_MOMENTS), all.size());
    if (moments.size() < all.size()) {
      budget.leaveOut("The first " + (all.size() - moments.size()) + " moments are not shown.");
    }
    List<@Nullable BatchCells> cells = new ArrayList<>();
    for (int i = moments.size() - 1; i >= 0; i--) {
      cells.add(moments.get(i) instanceof Moment.Batch batch ? BatchCells.of(batch, budget) : null);
    }
    Collections.reverse(cells);
    json.writeArrayFieldStart("moments");
    for (int i = 0; i < moments.size(); i++) {
      write(moments.get(i), cells.get(i));
    }
    json.writeEndArray();
  }

  private void write(Moment moment, @Nullable BatchCells cells) throws IOException {
    json.writeStartObject();
    if (moment instanceof Moment.Batch batch && cells != null) {
      write(batch, cells);
    } else if (moment instanceof Moment.IdleTrigger idle) {
      json.writeStringField("k", "idle");
      json.writeStringField("step", idle.step());
      json.writeNumberField("t", idle.time().toEpochMilli());
    } else if (moment instanceof Moment.Restart restart) {
      text("restart", restart.how());
    } else if (moment instanceof Moment.Crash crash) {
      text("crash", crash.where());
    } else if (moment instanceof Moment.Failure failure) {
      text("failure", failure.why());
    } else if (moment instanceof Moment.FailedAssertion failed) {
      text("assertion", failed.message());
      json.writeStringField("where", ValueText.of(failed.where(), 300));
      if (failed.batch().isPresent()) {
        json.writeNumberField("of", failed.batch().getAsLong());
      }
    }
    json.writeEndObject();
  }

  private void text(String kind, String text) throws IOException {
    json.writeStringField("k", kind);
    json.writeStringField("text", ValueText.ofLines(text, 20_000));
  }

  private void write(Moment.Batch batch, BatchCells cells) throws IOException {
    json.writeStringField("k", "batch");
    json.writeNumberField("id", batch.id());
    json.writeBooleanField("replay", batch.replay());
    json.writeBooleanField("data", batch.newData());
    json.writeBooleanField("done", batch.finished());
    json.writeStringField("step", batch.step());
    json.writeNumberField("sn", batch.stepNumber());
    json.writeNumberField("t", batch.time().toEpochMilli());
    json.writeNumberField("ms", round(batch.millis()));
    optional("w", batch.watermark());
    optional("e0", batch.earliest());
    optional("e1", batch.latest());
    json.writeNumberField("in", batch.rowsIn());
    json.writeArrayFieldStart("inputs");
    for (int i = 0; i < batch.inputs().size(); i++) {
      Moment.InputRows input = batch.inputs().get(i);
      json.writeStartObject();
      json.writeStringField("input", budget.value(input.input()));
      json.writeNumberField("count", input.count());
      strings("rows", cells.inputs().get(i));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeStringField("mode", batch.outputMode());
    json.writeNumberField("out", batch.emitted().size());
    rows(cells.emitted());
    json.writeNumberField("late", batch.late());
    late(batch, cells);
    state(batch);
    json.writeArrayFieldStart("phases");
    for (Moment.Phase phase : batch.phases()) {
      json.writeStartArray();
      json.writeString(phase.name());
      json.writeNumber(round(phase.millis()));
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  private void rows(@Nullable List<List<@Nullable String>> rows) throws IOException {
    if (rows == null) {
      json.writeNullField("rows");
      return;
    }
    json.writeArrayFieldStart("rows");
    for (List<@Nullable String> row : rows) {
      json.writeStartArray();
      for (String cell : row) {
        json.writeString(cell);
      }
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  private void late(Moment.Batch batch, BatchCells cells) throws IOException {
    json.writeArrayFieldStart("lateRows");
    for (int i = 0; i < cells.late().size(); i++) {
      Moment.LateRow late = batch.lateRows().get(i);
      json.writeStartObject();
      optional("e", late.eventTime());
      json.writeStringField("row", cells.late().get(i));
      json.writeNumberField("op", late.operatorId());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void state(Moment.Batch batch) throws IOException {
    json.writeArrayFieldStart("state");
    for (Moment.OperatorState state : batch.state()) {
      json.writeStartArray();
      json.writeString(state.operator());
      json.writeNumber(state.rows());
      json.writeNumber(state.bytes());
      json.writeNumber(state.updated());
      json.writeNumber(state.removed());
      json.writeNumber(state.late());
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  private void optional(String name, java.util.Optional<java.time.Instant> instant)
      throws IOException {
    if (instant.isPresent()) {
      json.writeNumberField(name, instant.get().toEpochMilli());
    }
  }

  private void strings(String name, List<String> values) throws IOException {
    json.writeArrayFieldStart(name);
    for (String value : values) {
      json.writeString(ValueText.of(value, PageBudget.LONGEST_VALUE + 40));
    }
    json.writeEndArray();
  }

  private static double round(double millis) {
    return Math.round(millis * 100) / 100.0;
  }

  /** What could end the script element, or be taken for markup by a careless reader. */
  private static final class NoMarkup extends CharacterEscapes {
    private static final long serialVersionUID = 1L;

    @Override
    public int[] getEscapeCodesForAscii() {
      int[] escapes = CharacterEscapes.standardAsciiEscapesForJSON();
      for (char c : new char[] {'<', '>', '&', '\''}) {
        escapes[c] = CharacterEscapes.ESCAPE_STANDARD;
      }
      return escapes;
    }

    @Override
    public SerializableString getEscapeSequence(int c) {
      return new SerializedString(String.format("\\u%04x", c));
    }
  }
}
