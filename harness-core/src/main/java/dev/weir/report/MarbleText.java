package dev.weir.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The run of one query as a diagram of text, after the marble diagrams of reactive streams: a
 * column for each moment, what came in above, what went out below.
 */
final class MarbleText {
  private static final Pattern QUOTED = Pattern.compile("'([^']+)'");
  private static final int WIDTH = 100;
  private static final int LONGEST_NAME = 32;
  private static final int RED = 31;
  private static final int YELLOW = 33;
  private static final int CYAN = 36;
  private static final int DIM = 2;

  private final QueryTimeline query;
  private final Terminal terminal;
  private final List<Moment> shown;
  private final int before;
  private final InstantText instants;
  private final Set<String> legend = new LinkedHashSet<>();

  private MarbleText(QueryTimeline query, int mostMoments, Terminal terminal) {
    this.query = query;
    this.terminal = terminal;
    List<Moment> all = worthAColumn(query.moments());
    this.before = Math.max(0, all.size() - mostMoments);
    this.shown = all.subList(before, all.size());
    this.instants =
        InstantText.forAll(
            batches().stream().flatMap(batch -> batch.watermark().stream()).toList());
  }

  /**
   * The diagram.
   *
   * @param mostMoments how many moments it has at most; the last ones are shown
   * @return lines, each with its end
   */
  static String of(QueryTimeline query, int mostMoments, Terminal terminal) {
    return new MarbleText(query, mostMoments, terminal).text();
  }

  /** Not a trigger that found nothing, nor of the failed assertions any but the last. */
  private static List<Moment> worthAColumn(List<Moment> moments) {
    Moment lastFailed =
        moments.stream()
            .filter(Moment.FailedAssertion.class::isInstance)
            .reduce((earlier, later) -> later)
            .orElse(null);
    return moments.stream()
        .filter(m -> !(m instanceof Moment.IdleTrigger))
        .filter(m -> !(m instanceof Moment.FailedAssertion) || m == lastFailed)
        .toList();
  }

  private List<Moment.Batch> batches() {
    return shown.stream()
        .filter(Moment.Batch.class::isInstance)
        .map(Moment.Batch.class::cast)
        .toList();
  }

  private String text() {
    List<TextLane> lanes = lanes();
    StringBuilder text = new StringBuilder();
    text.append("The run of query '").append(ValueText.of(query.name(), 60)).append("', ");
    text.append(query.outputMode()).append(" mode");
    text.append(before > 0 ? " (" + before + " earlier moments not shown)" : "").append(":\n");
    int labels = lanes.stream().mapToInt(lane -> lane.label().length()).max().orElse(0);
    for (int from = 0; from < shown.size(); ) {
      int to = end(lanes, from, labels);
      text.append(from == 0 ? "" : "\n");
      for (TextLane lane : lanes) {
        text.append(line(lane, lanes, from, to, labels));
      }
      from = to;
    }
    legend.forEach(line -> text.append("  ").append(line).append('\n'));
    return text.toString();
  }

  /** As many columns as fit into a line, and one at least. */
  private static int end(List<TextLane> lanes, int from, int labels) {
    int width = labels + 4;
    int to = from;
    while (to < lanes.get(0).cells().size()) {
      width += width(lanes, to) + 2;
      if (width > WIDTH && to > from) {
        return to;
      }
      to++;
    }
    return to;
  }

  private static int width(List<TextLane> lanes, int column) {
    return lanes.stream().mapToInt(lane -> lane.cells().get(column).length()).max().orElse(0);
  }

  private String line(TextLane lane, List<TextLane> lanes, int from, int to, int labels) {
    StringBuilder line = new StringBuilder("  ");
    line.append(terminal.paint(DIM, lane.label()));
    line.append(" ".repeat(labels - lane.label().length() + 2));
    for (int i = from; i < to; i++) {
      String cell = lane.cells().get(i);
      int gap = width(lanes, i) - cell.length() + 2;
      boolean last = i == to - 1;
      line.append(lane.colour() == 0 ? painted(i, cell) : terminal.paint(lane.colour(), cell));
      line.append(last ? "" : (lane.isAxis() ? "─" : " ").repeat(gap));
    }
    return line.toString().stripTrailing() + "\n";
  }

  private String painted(int column, String cell) {
    Moment moment = shown.get(column);
    boolean bad =
        moment instanceof Moment.Crash
            || moment instanceof Moment.Failure
            || moment instanceof Moment.FailedAssertion;
    return bad ? terminal.paint(RED, cell) : cell;
  }

  private List<TextLane> lanes() {
    List<TextLane> lanes = new ArrayList<>();
    lanes.add(new TextLane("batch", shown.stream().map(this::marble).toList(), true, 0));
    for (String input : query.inputs()) {
      lanes.add(lane(shortName(input), 0, batch -> count(input, batch)));
    }
    lanes.add(lane("emitted", 0, batch -> Integer.toString(batch.emitted().size())));
    if (batches().stream().anyMatch(batch -> batch.late() > 0)) {
      lanes.add(
          lane(
              "late",
              YELLOW,
              batch -> !batch.finished() ? "" : batch.late() == 0 ? "·" : batch.late() + "!"));
    }
    if (batches().stream().anyMatch(batch -> batch.watermark().isPresent())) {
      lanes.add(
          lane("watermark", CYAN, batch -> batch.finished() ? watermark(batch.watermark()) : ""));
    }
    return lanes;
  }

  private TextLane lane(
      String label, int colour, java.util.function.Function<Moment.Batch, String> cell) {
    List<String> cells =
        shown.stream()
            .map(moment -> moment instanceof Moment.Batch batch ? cell.apply(batch) : "")
            .toList();
    return new TextLane(label, cells, false, colour);
  }

  /** Of {@code memory input 'lines'} what the test calls it. */
  private static String shortName(String input) {
    Matcher quoted = QUOTED.matcher(input);
    return ValueText.of(quoted.find() ? quoted.group(1) : input, LONGEST_NAME);
  }

  private static String count(String input, Moment.Batch batch) {
    if (!batch.finished()) {
      return "";
    }
    long count =
        batch.inputs().stream()
            .filter(brought -> brought.input().equals(input))
            .mapToLong(Moment.InputRows::count)
            .sum();
    return count == 0 ? "·" : "+" + count;
  }

  private String watermark(Optional<Instant> watermark) {
    return watermark.map(instants::of).orElse("–");
  }

  private String marble(Moment moment) {
    if (moment instanceof Moment.Batch batch) {
      if (!batch.newData()) {
        legend.add("○ a batch without new data");
      }
      if (batch.replay()) {
        legend.add("' a batch that the sink had received before");
      }
      if (!batch.finished()) {
        legend.add("◌ a batch that was not committed");
      }
      String shape = !batch.finished() ? "◌" : batch.newData() ? "●" : "○";
      return shape + batch.id() + (batch.replay() ? "'" : "");
    }
    if (moment instanceof Moment.Crash crash) {
      legend.add("✖ crashed " + crash.where());
      return "✖";
    }
    if (moment instanceof Moment.Failure failure) {
      legend.add("✖ failed: " + ValueText.of(failure.why(), 100));
      return "✖";
    }
    if (moment instanceof Moment.FailedAssertion) {
      legend.add("▲ the assertion that failed");
      return "▲";
    }
    legend.add("↻ restarted");
    return "↻";
  }

  /** One line of the diagram. */
  private record TextLane(String label, List<String> cells, boolean isAxis, int colour) {}
}
