package dev.weir.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GateTest {
  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private Gate gate(String... lines) throws IOException {
    return new Gate(
        Files.write(folder.resolve("baseline.properties"), List.of(lines)),
        new PrintStream(out, true, StandardCharsets.UTF_8));
  }

  private static Ratio faster(double value) {
    return new Ratio("faster", "the test", value, 5, true);
  }

  private static Ratio heap(double value) {
    return new Ratio("heap", "the heap", value, 1.5, false);
  }

  @Test
  void passesWithinTheTolerance() throws IOException {
    Gate gate = gate("tolerance=0.25", "faster=4", "heap=1");
    assertThat(gate.worse(List.of(faster(3.01), heap(1.24)))).isEmpty();
    assertThat(gate.worse(List.of(faster(9), heap(0.1)))).isEmpty();
  }

  @Test
  void namesWhatIsWorse() throws IOException {
    Gate gate = gate("tolerance=0.25", "faster=4", "heap=1");
    assertThat(gate.worse(List.of(faster(2.99), heap(1)))).containsExactly("faster");
    assertThat(gate.worse(List.of(faster(4), heap(1.26)))).containsExactly("heap");
  }

  @Test
  void whatIsNotMeasuredDoesNotPass() throws IOException {
    assertThat(gate("tolerance=0.25", "faster=4", "heap=1").worse(List.of(faster(4))))
        .containsExactly("heap");
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualToNormalizingNewlines(
            """
            ratio                              now  committed   tolerance 25 %
            faster                            4.00       4.00   ok
            heap                                 -       1.00   NOT MEASURED
            """);
  }

  @Test
  void aFileThatComparesNothingIsRefused() throws IOException {
    Gate nothing = gate("tolerance=0.25");
    assertThatIllegalStateException()
        .isThrownBy(() -> nothing.worse(List.of(faster(4))))
        .withMessageEndingWith("baseline.properties has no tolerance, or no ratio to compare with");
  }

  @Test
  void aRatioIsThatOfNeighbours() {
    Figures figures = new Figures();
    for (String line :
        List.of("FIGURE one=10", "FIGURE other=5", "something else", "FIGURE one=90")) {
      figures.read(line);
    }
    figures.read("FIGURE other=30");
    assertThat(figures.ratios("one", "other")).containsExactly(2.0, 3.0);
    assertThat(figures.ratio("one", "other")).contains(2.5);
    assertThat(figures.ratio("one", "nobody")).isEmpty();
  }
}
