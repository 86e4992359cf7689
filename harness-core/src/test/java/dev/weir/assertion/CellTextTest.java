package dev.weir.assertion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CellTextTest {

  @Test
  void whatIsNotSeenIsInQuotes() {
    assertThat(CellText.of("")).isEqualTo("\"\"");
    assertThat(CellText.of("  ")).isEqualTo("\"  \"");
    assertThat(CellText.of("cat ")).isEqualTo("\"cat \"");
    assertThat(CellText.of("cat dog")).isEqualTo("cat dog");
    assertThat(CellText.of(List.of("", "a"))).isEqualTo("[\"\", a]");
    assertThat(CellText.withType(null)).isEqualTo("null");
  }
}
