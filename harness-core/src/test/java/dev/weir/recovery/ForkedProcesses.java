package dev.weir.recovery;

import java.util.List;

/** The JVMs of forked jobs that this JVM has started and that are still there. */
final class ForkedProcesses {
  private ForkedProcesses() {}

  static List<ProcessHandle> alive() {
    return ProcessHandle.current()
        .descendants()
        .filter(p -> p.info().commandLine().orElse("").contains(ForkedMain.class.getName()))
        .toList();
  }
}
