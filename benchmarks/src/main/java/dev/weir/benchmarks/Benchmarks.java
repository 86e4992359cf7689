package dev.weir.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures, and writes what was measured. */
@Command(
    name = "benchmarks/run",
    mixinStandardHelpOptions = true,
    description = "Measures Weir against what people would use instead.")
final class Benchmarks implements Callable<Integer> {
  @Option(
      names = "--quick",
      description = "Only what the main ratios need, with fewer repetitions.")
  boolean quick;

  @Option(
      names = "--gate",
      description =
          "As --quick, and compares the ratios with those of benchmarks/baseline.properties.")
  boolean gate;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "PART",
      description = "Only these parts, and writes nothing: ${COMPLETION-CANDIDATES}.")
  List<Part> only = new ArrayList<>();

  @Option(
      names = "--startup-classes",
      description = "Measures nothing; writes the list of classes that harness-core loads early.")
  boolean startupClasses;

  @Option(
      names = "--folder",
      hidden = true,
      defaultValue = ".",
      description = "The folder of this module.")
  Path folder;

  private Benchmarks() {
    folder = Path.of(".");
  }

  /** Runs; {@code --help} tells its options. */
  public static void main(String... arguments) {
    System.exit(
        new CommandLine(new Benchmarks())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    if (startupClasses) {
      StartupClassList.write(
          new ChildJvm(new Figures()),
          folder.resolve("../harness-core/src/main/resources/dev/weir/startup-classes.txt"));
      return 0;
    }
    return gate ? gate() : report();
  }

  private int report() throws Exception {
    Results results = measure(quick);
    if (only.isEmpty()) {
      Files.writeString(folder.resolve("RESULTS.md"), results.page(quick));
    }
    results.ratios().forEach(ratio -> System.out.println(ratio.line()));
    return results.failed().isEmpty() ? 0 : 1;
  }

  /**
   * Measures once more where something seems to be worse: whatever else the machine did meanwhile
   * is not likely to do so twice.
   */
  private int gate() throws Exception {
    Gate gate = new Gate(folder.resolve("baseline.properties"), System.out);
    List<String> worse = gate.worse(measure(true).ratios());
    if (worse.isEmpty()) {
      return 0;
    }
    System.out.println("Once more, because of " + String.join(", ", worse));
    worse.retainAll(gate.worse(measure(true).ratios()));
    System.out.println(worse.isEmpty() ? "Not again" : "Worse: " + String.join(", ", worse));
    return worse.isEmpty() ? 0 : 1;
  }

  private Results measure(boolean few) throws Exception {
    Figures figures = new Figures();
    ChildJvm jvm = new ChildJvm(figures);
    List<Part> failed = new ArrayList<>();
    for (Part part : only.isEmpty() ? Part.all(few) : only) {
      try {
        part.run(jvm, few);
      } catch (IllegalStateException e) {
        // What the others have measured, and will, is not lost for it.
        System.err.println(part + ": " + e.getMessage());
        failed.add(part);
      }
    }
    return new Results(figures, failed);
  }
}
