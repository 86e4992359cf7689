package dev.weir.property;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlicingTest {

  private static List<String> of(int rows, int atMost, long seed) {
    return Slicing.of(rows, atMost, seed).stream().map(Slicing::toString).toList();
  }

  @Test
  void allThereAreIfTheseAreNoMore() {
    assertThat(of(2, 8, 1)).containsExactly("2", "1+1");
    assertThat(of(4, 8, 1))
        .containsExactly("4", "1+1+1+1", "1+3", "2+2", "1+1+2", "3+1", "1+2+1", "2+1+1");
  }

  @Test
  void elseOneBatchSingleRowsTwoHalvesAndSomeThatAreDrawn() {
    List<String> drawn = of(9, 8, 1);
    assertThat(drawn).startsWith("9", "1+1+1+1+1+1+1+1+… (9 micro-batches)", "5+4").hasSize(8);
    assertThat(drawn).doesNotHaveDuplicates();
    assertThat(of(9, 8, 1)).isEqualTo(drawn);
    assertThat(of(9, 8, 2)).isNotEqualTo(drawn).doesNotHaveDuplicates();
  }

  @Test
  void ofFewTheFirstOnesAreTaken() {
    assertThat(of(9, 2, 1)).containsExactly("9", "1+1+1+1+1+1+1+1+… (9 micro-batches)");
    assertThat(of(5, 3, 1)).containsExactly("5", "1+1+1+1+1", "3+2");
  }

  /** More places than a number has bits. */
  @Test
  void manyRowsAreCutToo() {
    for (int rows : new int[] {32, 33, 64, 65, 66, 1000}) {
      for (Slicing slicing : Slicing.of(rows, 6, 1)) {
        assertThat(slicing.sizes()).allMatch(size -> size > 0);
        assertThat(slicing.sizes().stream().mapToInt(Integer::intValue).sum()).isEqualTo(rows);
      }
    }
  }

  @Test
  void theRowsKeepTheirOrder() {
    Slicing slicing = new Slicing(List.of(2, 1));
    assertThat(slicing.cut(List.of("a", "b", "c")))
        .containsExactly(List.of("a", "b"), List.of("c"));
    assertThat(Slicing.of(slicing.cut(List.of("a", "b", "c")))).isEqualTo(slicing);
  }

  @Test
  void aTextIsNoLongerThanEightNumbers() {
    assertThat(new Slicing(Collections.nCopies(8, 3))).hasToString("3+3+3+3+3+3+3+3");
    assertThat(new Slicing(Collections.nCopies(10, 3)))
        .hasToString("3+3+3+3+3+3+3+3+… (10 micro-batches)");
  }
}
