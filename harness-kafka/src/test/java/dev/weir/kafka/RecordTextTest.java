package dev.weir.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RecordTextTest {

  @Test
  void textIsQuotedAndCapped() {
    assertThat(RecordText.of("a'b".getBytes(StandardCharsets.UTF_8))).isEqualTo("'a'b'");
    assertThat(RecordText.of("x".repeat(120).getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("'" + "x".repeat(120) + "'");
    assertThat(RecordText.of("x".repeat(121).getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("'" + "x".repeat(120) + "'... (121 characters)");
  }

  @Test
  void whatIsNoTextIsHexadecimal() {
    assertThat(RecordText.of(new byte[] {(byte) 0xFF, 0, 1})).isEqualTo("0x[ff 00 01] (3 bytes)");
    byte[] many = new byte[17];
    many[0] = (byte) 0x80;
    assertThat(RecordText.of(many))
        .isEqualTo("0x[80 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 ...] (17 bytes)");
  }

  @Test
  void nothingIsNull() {
    assertThat(RecordText.of((byte[]) null)).isEqualTo("null");
  }

  @Test
  void aRecordShowsWhatWasSaidOfIt() {
    assertThat(KafkaRecord.of("v")).hasToString("key=null value='v'");
    assertThat(KafkaRecord.tombstone("k").withHeader("h", "1").toPartition(2).at(Instant.EPOCH))
        .hasToString(
            "key='k' value=null headers=[h='1'] partition=2 timestamp=1970-01-01T00:00:00Z");
  }

  @Test
  void aRecordDoesNotChangeWithTheArrayItWasMadeOf() {
    byte[] value = {'a'};
    KafkaRecord record = KafkaRecord.ofBytes(value);
    value[0] = 'b';

    assertThat(record).hasToString("key=null value='a'");
  }
}
