package dev.weir.kafka;

import java.util.List;
import java.util.stream.Collectors;

/** The text of an assertion on a topic that failed. */
final class TopicDifference {
  private static final int MOST = 20;

  private final StringBuilder text = new StringBuilder();

  TopicDifference(String where, String what) {
    text.append(where).append(": ").append(what).append('.');
  }

  TopicDifference missing(List<KafkaRecord> records) {
    return lines(" - ", records, "  expected");
  }

  /** Copies of what was expected are told from what was not expected at all. */
  TopicDifference unexpected(List<ReceivedRecord> records) {
    return lines(" + ", records, "  not expected");
  }

  TopicDifference duplicates(List<List<ReceivedRecord>> duplicates) {
    List<String> lines =
        duplicates.stream()
            .map(
                copies ->
                    copies.get(0).content()
                        + "  came "
                        + copies.size()
                        + " times: "
                        + copies.stream()
                            .map(ReceivedRecord::place)
                            .collect(Collectors.joining(", ")))
            .toList();
    return lines(" x ", lines, "");
  }

  private TopicDifference lines(String mark, List<?> records, String note) {
    records.stream()
        .limit(MOST)
        .forEach(record -> text.append('\n').append(mark).append(record).append(note));
    if (records.size() > MOST) {
      text.append("\n   ... and ").append(records.size() - MOST).append(" more");
    }
    return this;
  }

  TopicDifference note(String line) {
    text.append('\n').append(line);
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
