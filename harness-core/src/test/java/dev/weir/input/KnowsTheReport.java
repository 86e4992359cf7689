package dev.weir.input;

import dev.weir.report.Timeline;
import java.util.List;

/** What {@code ArchitectureTest} needs to show that its rule about reports can be broken. */
final class KnowsTheReport {
  private KnowsTheReport() {}

  static String text() {
    return Timeline.inShort(List.of(), List.of());
  }
}
