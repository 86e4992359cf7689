package dev.weir.recovery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How what was written differs from what was to be written.
 *
 * @param missing how many rows were not written
 * @param unexpected how many others were
 * @param text line by line: {@code -} for what is missing, {@code +} for what is unexpected, under
 *     the name of its sink where there are several; empty if nothing differs
 */
record GoldenDifferences(int missing, int unexpected, String text) {
  /** Numbers as exact as they are written, and 1.50 as 1.5. */
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  boolean none() {
    return text.isEmpty();
  }

  static GoldenDifferences between(List<SinkText> expected, List<SinkText> written) {
    Map<String, SinkText> left = new LinkedHashMap<>();
    written.forEach(sink -> left.put(sink.sink(), sink));
    boolean several = expected.size() > 1 || written.size() > 1;
    int missing = 0;
    int unexpected = 0;
    List<String> lines = new ArrayList<>();
    for (SinkText sink : expected) {
      SinkText other = left.remove(sink.sink());
      List<String> own = new ArrayList<>();
      if (other == null) {
        own.add("- the sink");
      } else {
        List<String> gone = minus(sink.rows(), other.rows());
        List<String> come = minus(other.rows(), sink.rows());
        missing += gone.size();
        unexpected += come.size();
        if (!sameColumns(sink, other)) {
          own.add("- " + sink.columns());
          own.add("+ " + other.columns());
        }
        gone.forEach(row -> own.add("- " + row));
        come.forEach(row -> own.add("+ " + row));
      }
      add(lines, sink.sink(), several, own);
    }
    for (SinkText sink : left.values()) {
      add(lines, sink.sink(), true, List.of("+ the sink"));
    }
    return new GoldenDifferences(missing, unexpected, String.join("\n", lines));
  }

  /** A run without a batch knows no columns. */
  private static boolean sameColumns(SinkText a, SinkText b) {
    return a.columns().equals(b.columns()) || a.columns().isEmpty() || b.columns().isEmpty();
  }

  private static void add(List<String> lines, String sink, boolean named, List<String> own) {
    if (named && !own.isEmpty()) {
      lines.add("sink '" + sink + "':");
    }
    lines.addAll(own);
  }

  /** The rows that are more often in the one list than in the other. */
  private static List<String> minus(List<String> rows, List<String> others) {
    Map<JsonNode, Integer> counts = new HashMap<>();
    others.forEach(row -> counts.merge(parsed(row), 1, Integer::sum));
    List<String> more = new ArrayList<>();
    for (String row : rows) {
      if (counts.merge(parsed(row), -1, Integer::sum) < 0) {
        more.add(row);
      }
    }
    return more;
  }

  private static JsonNode parsed(String row) {
    try {
      return JSON.readTree(row);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A row of a golden checkpoint is not JSON: " + row, e);
    }
  }
}
