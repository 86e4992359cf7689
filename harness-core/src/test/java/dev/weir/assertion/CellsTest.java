package dev.weir.assertion;

import static dev.weir.assertion.WeirAssertions.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What two cells are compared by. */
class CellsTest {
  private static final BigDecimal ONE_AND_A_HALF = new BigDecimal("1.5");

  @Test
  void numbersOfOneValueAreEqual() {
    assertThat(Cells.of(-0.0)).isEqualTo(0.0);
    assertThat(Cells.of(2.5)).isEqualTo(2.5);
    assertThat(Cells.of(-0.0f)).isEqualTo(0.0f);
    assertThat(Cells.of(2.5f)).isEqualTo(2.5f);
    assertThat(Cells.of(new BigDecimal("1.500"))).isEqualTo(ONE_AND_A_HALF);
    assertThat(Cells.of(new BigDecimal("0E-18"))).isEqualTo(BigDecimal.ZERO);
    assertThat(Cells.of(BigInteger.TEN)).isEqualTo(new BigDecimal("10").stripTrailingZeros());
  }

  @Test
  void aStructIsItsValuesHoweverItIsWritten() {
    List<Object> values = List.of("cat", ONE_AND_A_HALF);
    assertThat(Cells.of((Object) row("cat", new BigDecimal("1.50")))).isEqualTo(values);
    assertThat(Cells.of(tuple("cat", new BigDecimal("1.50")))).isEqualTo(values);
    assertThat(Cells.of(row(row("cat", new BigDecimal("1.50"))))).isEqualTo(List.of(values));
  }

  @Test
  void whatIsWithinACollectionIsAsItIsOutside() {
    BigDecimal written = new BigDecimal("1.50");
    assertThat(Cells.of(Arrays.asList(written, null)))
        .isEqualTo(Arrays.asList(ONE_AND_A_HALF, null));
    assertThat(Cells.of(new Object[] {written, "cat"})).isEqualTo(List.of(ONE_AND_A_HALF, "cat"));
    assertThat(Cells.of(new int[] {1, 2})).isEqualTo(List.of(1, 2));
    assertThat(Cells.of(Map.of(written, List.of(written))))
        .isEqualTo(Map.of(ONE_AND_A_HALF, List.of(ONE_AND_A_HALF)));
  }

  @Test
  void numbersMayBeApartByTheToleranceAndNoMore() {
    assertThat(Cells.within(1.0, 1.5, 0.5)).isTrue();
    assertThat(Cells.within(1.0, 1.5, 0.25)).isFalse();
    assertThat(Cells.within(1.0f, 1.5f, 0.5)).isTrue();
    assertThat(Cells.within(BigDecimal.ONE, ONE_AND_A_HALF, 0.5)).isTrue();
    assertThat(Cells.within(Double.NaN, Double.NaN, 0.5)).isTrue();
    assertThat(Cells.within(1.0, 1.0f, 0.5)).as("of two types").isFalse();
    assertThat(Cells.within(1L, 2L, 2)).as("whole numbers").isFalse();
    assertThat(Cells.within("cat", "cat", 0.5)).isTrue();
  }

  @Test
  void aNullIsNearToANullAlone() {
    assertThat(Cells.within(null, null, 0.5)).isTrue();
    assertThat(Cells.within(null, 0.0, 0.5)).isFalse();
    assertThat(Cells.within(0.0, null, 0.5)).isFalse();
  }

  @Test
  void theToleranceReachesIntoStructsAndMaps() {
    assertThat(Cells.within(List.of("cat", 1.0), List.of("cat", 1.5), 0.5)).isTrue();
    assertThat(Cells.within(List.of("cat", 1.0), List.of("dog", 1.5), 0.5)).isFalse();
    assertThat(Cells.within(List.of(1.0), List.of(1.0, 1.0), 0.5)).isFalse();
    assertThat(Cells.within(Map.of("a", 1.0), Map.of("a", 1.5), 0.5)).isTrue();
    assertThat(Cells.within(Map.of("a", 1.0), Map.of("a", 2.0), 0.5)).isFalse();
    assertThat(Cells.within(Map.of("a", 1.0), Map.of("b", 1.0), 0.5)).isFalse();
    assertThat(Cells.within(Map.of("a", 1.0), List.of(1.0), 0.5)).isFalse();
    assertThat(Cells.within(List.of(1.0), "1.0", 0.5)).isFalse();
  }

  @Test
  void whatIsExactIsWhatRowsAreLookedUpBy() {
    assertThat(Cells.exactPart("cat")).isEqualTo("cat");
    assertThat(Cells.exactPart(1L)).isEqualTo(1L);
    assertThat(Cells.exactPart(null)).isNull();
    assertThat(Cells.exactPart(1.0)).isNull();
    assertThat(Cells.exactPart(1.0f)).isNull();
    assertThat(Cells.exactPart(ONE_AND_A_HALF)).isNull();
    assertThat(Cells.exactPart(List.of("cat"))).as("it may have numbers in it").isNull();
    assertThat(Cells.exactPart(Map.of("a", "b"))).isNull();
  }
}
