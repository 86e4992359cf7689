package dev.weir.benchmarks;

import java.io.IOException;
import java.util.List;

/** JVMs with one test each, in turn. */
final class ColdStarts {
  /** What docs/performance.md offers. */
  private static final List<String> FLAGS = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private final ChildJvm jvm;

  ColdStarts(ChildJvm jvm) {
    this.jvm = jvm;
  }

  void run(int rounds) throws IOException, InterruptedException {
    for (int i = 0; i < rounds; i++) {
      first("cold/expert", ChildJvm.OPEN_MODULES, FirstTestByAnExpert.class);
      first("cold/Weir", List.of(), FirstTestWithWeir.class);
      first("cold/Weir, flags", FLAGS, FirstTestWithWeir.class);
    }
  }

  private void first(String name, List<String> flags, Class<?> test)
      throws IOException, InterruptedException {
    jvm.run(flags, FirstTest.class, List.of(name, test.getName()));
  }
}
