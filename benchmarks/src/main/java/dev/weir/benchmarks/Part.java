package dev.weir.benchmarks;

import java.util.List;

/** What is measured in JVMs of its own. */
enum Part {
  WARM {
    @Override
    void run(ChildJvm jvm, boolean quick) throws Exception {
      jvm.run(ChildJvm.OPEN_MODULES, WarmBenchmark.class, speed(quick));
    }
  },
  COLD {
    @Override
    void run(ChildJvm jvm, boolean quick) throws Exception {
      ColdStarts starts = new ColdStarts(jvm);
      if (quick) {
        starts.runWithoutFlags(2);
      } else {
        starts.run(7);
      }
    }
  },
  ROWS {
    @Override
    void run(ChildJvm jvm, boolean quick) throws Exception {
      jvm.run(List.of(), RowsBenchmark.class, speed(quick));
    }
  },
  SUITE {
    @Override
    void run(ChildJvm jvm, boolean quick) throws Exception {
      jvm.run(List.of(), SuiteBenchmark.class, speed(quick));
    }
  },
  SCALE {
    @Override
    void run(ChildJvm jvm, boolean quick) throws Exception {
      jvm.run(List.of(), ScaleBenchmark.class, List.of());
    }
  },
  LEVERS {
    @Override
    void run(ChildJvm jvm, boolean quick) throws Exception {
      jvm.run(ChildJvm.OPEN_MODULES, LeverBenchmark.class, List.of());
    }
  },
  KAFKA {
    @Override
    void run(ChildJvm jvm, boolean quick) throws Exception {
      for (int i = 0; i < 3; i++) {
        jvm.run(List.of(), KafkaBenchmark.class, List.of("embedded"));
        if (ContainerEngines.isThere()) {
          jvm.run(List.of(), KafkaBenchmark.class, List.of("container"));
        }
      }
      jvm.run(ChildJvm.OPEN_MODULES, TopTitlesBenchmark.class, List.of());
    }
  },
  RECOVERY {
    @Override
    void run(ChildJvm jvm, boolean quick) throws Exception {
      jvm.run(List.of(), RecoveryMatrix.class, List.of());
    }
  };

  /** The quick ones are what the main ratios need. */
  static List<Part> all(boolean quick) {
    return quick ? List.of(WARM, COLD, ROWS, SUITE) : List.of(values());
  }

  private static List<String> speed(boolean quick) {
    return quick ? List.of("quick") : List.of();
  }

  abstract void run(ChildJvm jvm, boolean quick) throws Exception;
}
