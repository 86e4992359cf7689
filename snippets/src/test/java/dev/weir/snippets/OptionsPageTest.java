package dev.weir.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.HarnessOptions;
import dev.weir.Lever;
import org.junit.jupiter.api.Test;

/** The code of docs/performance.md. */
class OptionsPageTest {

  @Test
  void levers() {
    // @start region="levers"
    HarnessOptions without = HarnessOptions.defaults().without(Lever.ONE_SHUFFLE_PARTITION);
    HarnessOptions asItComes = HarnessOptions.productionLike(); // no lever pulled
    // @end
    assertThat(without.conf()).doesNotContainKey("spark.sql.shuffle.partitions");
    assertThat(asItComes.conf()).doesNotContainKey("spark.sql.shuffle.partitions");
  }
}
