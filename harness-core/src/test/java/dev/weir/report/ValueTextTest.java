package dev.weir.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

class ValueTextTest {

  private static String text(Object value) {
    return ValueText.of(value, 200);
  }

  @Test
  void showsWhatWouldActInsteadOfBeingRead() {
    assertThat(text("a\n\t\r\u0000\u001b[31m")).isEqualTo("a\\n\\t\\r\\u0000\\u001b[31m");
    assertThat(text("\u202egnp.exe \u2028\u200b")).isEqualTo("\\u202egnp.exe \\u2028\\u200b");
    assertThat(text("half \ud83d whole \ud83d\ude00")).isEqualTo("half \\ud83d whole 😀");
    assertThat(text("שלום")).isEqualTo("שלום");
    assertThat(text("<b>")).isEqualTo("<b>");
  }

  @Test
  void showsWhatIsNested() {
    assertThat(text(RowFactory.create(1, RowFactory.create("x", null), List.of(1L, 2L))))
        .isEqualTo("{1, {x, null}, [1, 2]}");
    assertThat(text(Map.of("k", List.of(true)))).isEqualTo("{k: [true]}");
    assertThat(text(new byte[] {1, (byte) 0xff})).isEqualTo("0x01ff");
    assertThat(text(Timestamp.from(Instant.EPOCH))).isEqualTo("1970-01-01T00:00:00Z");
    assertThat(text(null)).isEqualTo("null");
  }

  @Test
  void isShort() {
    assertThat(ValueText.of("x".repeat(1 << 20), 5)).isEqualTo("xxxxx… (1048576 characters)");
    assertThat(ValueText.of("xxxxx", 5)).isEqualTo("xxxxx");
    assertThat(ValueText.of(Arrays.asList(new Object[1_000_000]), 9)).isEqualTo("[null, nu…");
    assertThat(ValueText.of(new byte[1 << 20], 6)).isEqualTo("0x0000…");
    // Not in the middle of a character.
    assertThat(ValueText.of("ab\ud83d\ude00cd", 3)).isEqualTo("ab… (6 characters)");
  }

  @Test
  void keepsLines() {
    assertThat(ValueText.ofLines("a\tb\n c", 99)).isEqualTo("a\\tb\n c");
    assertThat(ValueText.ofLines("a\nbcd", 3)).isEqualTo("a\nb…");
  }
}
