package dev.weir.internal.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

  /** It begins below zero, as System.nanoTime() may. */
  private long nanos = -7_000_000_000L;

  private Progress progress(int total, String setting, boolean terminal) {
    return new Progress(
        "verifyRecovery", total, ProgressView.of(setting, terminal, out), () -> nanos);
  }

  private void pass(int seconds) {
    nanos += Duration.ofSeconds(seconds).toNanos();
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aLogHasTheFirstLineTheLastAndFewInBetween() {
    try (Progress progress = progress(0, "auto", false)) {
      progress.step("the run without a crash");
      pass(1);
      progress.expect(4);
      progress.step("a crash in batch 0");
      pass(4);
      progress.step("a crash in batch 1");
      pass(4);
      progress.step("a crash in batch 2");
      pass(3);
    }
    assertThat(printed())
        .isEqualTo(
            """
            weir: verifyRecovery, 0 done: the run without a crash
            weir: verifyRecovery, 2 of 4 done: a crash in batch 1
            weir: verifyRecovery, 4 of 4 done, in 12 s
            """);
  }

  @Test
  void aTerminalHasABarOnOneLine() {
    Progress progress = progress(4, "auto", true);
    progress.step("a crash in batch 0");
    progress.step("a crash in batch 1" + " and more".repeat(9));
    pass(3);
    progress.close();
    progress.close();
    assertThat(printed())
        .isEqualTo(
            "\rverifyRecovery [....................] 0 of 4  a crash in batch 0"
                + " ".repeat(15)
                + "\r"
                + "verifyRecovery [#####...............] 1 of 4  a crash in batch 1 and more and"
                + " …\r"
                + "verifyRecovery [##########..........] 2 of 4  3 s"
                + " ".repeat(30)
                + "\n");
    assertThat(printed().split("\r"))
        .filteredOn(line -> !line.isEmpty())
        .allMatch(line -> line.strip().length() <= 79);
  }

  @Test
  void withoutATotalThereIsNoBar() {
    try (Progress progress = progress(0, "bar", false)) {
      progress.step("now");
    }
    assertThat(printed()).startsWith("\rverifyRecovery 0  now ").doesNotContain("[");
  }

  @Test
  void aSettingWinsOverWhatIsThere() {
    try (Progress progress = progress(1, "off", true)) {
      progress.step("now");
    }
    assertThat(printed()).isEmpty();
    try (Progress progress = progress(1, "log", true)) {
      progress.step("now");
    }
    assertThat(printed())
        .isEqualTo(
            """
            weir: verifyRecovery, 0 of 1 done: now
            weir: verifyRecovery, 1 of 1 done, in 0 s
            """);
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> progress(1, "loud", true))
        .withMessage(
            "-Dweir.progress is auto, bar, log or off, but it is 'loud'."
                + " See docs/errors/options.md");
  }
}
