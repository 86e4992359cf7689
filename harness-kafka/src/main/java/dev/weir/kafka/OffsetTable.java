package dev.weir.kafka;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Numbers of partitions, lined up below their names; {@code -} is a partition that is not read. */
final class OffsetTable {
  private final List<String> names;
  private final List<List<String>> lines = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();

  OffsetTable(String... names) {
    this.names = List.of(names);
  }

  /**
   * Adds a line.
   *
   * @param remark what is wrong with it; empty if nothing is
   */
  void add(String remark, Number partition, @Nullable Long... offsets) {
    List<String> line = new ArrayList<>(List.of(partition.toString()));
    for (Long offset : offsets) {
      line.add(cell(offset));
    }
    lines.add(line);
    remarks.add(remark);
  }

  static String cell(@Nullable Long offset) {
    return offset == null ? "-" : offset.toString();
  }

  String render() {
    StringBuilder text = new StringBuilder("  ").append(String.join(" | ", names));
    for (int i = 0; i < lines.size(); i++) {
      StringBuilder line = new StringBuilder("  ");
      for (int c = 0; c < names.size(); c++) {
        String cell = lines.get(i).get(c);
        line.append(c == 0 ? "" : " | ")
            .append(cell)
            .append(" ".repeat(Math.max(0, names.get(c).length() - cell.length())));
      }
      String remark = remarks.get(i);
      text.append('\n')
          .append((remark.isEmpty() ? line.toString() : line + "  <<< " + remark).stripTrailing());
    }
    return text.toString();
  }
}
