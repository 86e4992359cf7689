package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StartupClassesTest {
  /** With another Spark some are missing: of these, 306 with 3.4. */
  @Test
  void theListHasClassesOfThisSpark() {
    List<String> names = StartupClasses.names();

    int loaded = StartupClasses.load(names, getClass().getClassLoader());

    assertThat(names).hasSizeGreaterThan(5000).contains("org.apache.spark.sql.SparkSession");
    assertThat(names.size() - loaded).isLessThan(names.size() / 10);
  }

  @Test
  void aClassThatIsNotThereIsPassedOver() {
    assertThat(
            StartupClasses.load(
                List.of("java.lang.String", "org.apache.spark.Nowhere", "java.lang.Long"),
                getClass().getClassLoader()))
        .isEqualTo(2);
  }
}
