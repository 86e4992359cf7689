package dev.weir.assertion;

import java.util.ArrayList;
import java.util.List;

/** Lines of cells, lined up. */
final class TextTable {
  private final List<List<String>> lines = new ArrayList<>();
  private final List<String> marks = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();

  /**
   * Adds a line.
   *
   * @param mark what stands before it: two or three characters
   * @param remark what stands behind it
   */
  TextTable add(String mark, List<String> cells, String remark) {
    marks.add(mark);
    lines.add(cells);
    remarks.add(remark);
    return this;
  }

  String render() {
    List<Integer> widths = new ArrayList<>();
    for (List<String> line : lines) {
      for (int c = 0; c < line.size(); c++) {
        int width = line.get(c).codePointCount(0, line.get(c).length());
        if (c == widths.size()) {
          widths.add(width);
        } else {
          widths.set(c, Math.max(widths.get(c), width));
        }
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      StringBuilder line = new StringBuilder(marks.get(i));
      for (int c = 0; c < lines.get(i).size(); c++) {
        String cell = lines.get(i).get(c);
        line.append(c == 0 ? "" : " | ")
            .append(cell)
            .append(" ".repeat(widths.get(c) - cell.codePointCount(0, cell.length())));
      }
      line.append("  ").append(remarks.get(i));
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
