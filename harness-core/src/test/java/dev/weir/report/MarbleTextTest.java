package dev.weir.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The run as a diagram of text. */
@ExtendWith(WithHarness.class)
class MarbleTextTest {

  @Test
  void ofAnEventfulRun(StreamHarness harness) {
    assertThat(Runs.eventful(harness).text())
        .isEqualTo(
            """
            The run of query 'clicks', update mode:
              batch      ●0──○1─────●2─────○3─────◌4──✖──↻──●4'────○5─────▲
              memory-1   +2  ·      +2     ·                +1     ·
              emitted    2   0      1      0      1         1      0
              late       ·   ·      1!     ·                ·      ·
              watermark  –   12:10  12:10  12:11            12:11  12:14
              ○ a batch without new data
              ◌ a batch that was not committed
              ✖ crashed after the sink's write, in batch 4
              ↻ restarted
              ' a batch that the sink had received before
              ▲ the assertion that failed
            """);
  }

  @Test
  void ofALongRunIsItsEnd() {
    assertThat(MarbleText.of(Runs.made(30, 2).queries().get(0), 4, Terminal.PLAIN))
        .isEqualTo(
            """
            The run of query 'made', append mode (27 earlier moments not shown):
              batch      ●27───────●28───────●29───────▲
              made       +2        +2        +2
              emitted    2         2         2
              watermark  12:00:27  12:00:28  12:00:29
              ▲ the assertion that failed
            """);
  }

  @Test
  void breaksItsLines() {
    assertThat(Runs.made(20, 1).text().lines()).allMatch(line -> line.length() <= 100);
    assertThat(Runs.made(20, 1).text()).contains("●0──", "●19");
  }

  @Test
  void isColouredOnATerminalOnly() {
    QueryTimeline query = Runs.made(2, 1).queries().get(0);
    assertThat(MarbleText.of(query, 9, Terminal.PLAIN)).doesNotContain("\u001b");
    String coloured = MarbleText.of(query, 9, Terminal.COLOURED);
    assertThat(coloured).contains("\u001b[31m▲\u001b[0m");
    assertThat(coloured.replaceAll("\u001b\\[\\d+m", ""))
        .isEqualTo(MarbleText.of(query, 9, Terminal.PLAIN));
  }

  @Test
  void whatATerminalWants() {
    assertThat(Terminal.of(true, null)).isEqualTo(Terminal.COLOURED);
    assertThat(Terminal.of(true, "")).isEqualTo(Terminal.COLOURED);
    assertThat(Terminal.of(true, "1")).isEqualTo(Terminal.PLAIN);
    assertThat(Terminal.of(false, null)).isEqualTo(Terminal.PLAIN);
  }
}
