package dev.weir.kafka;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** What harness-core's own test says of its packages, for the two modules on top of it. */
class ArchitectureTest {
  private static final ArchRule NO_INTERNALS =
      noClasses()
          .that()
          // The broker's side of the door, which only 'mvn test' has on the class path at all.
          .resideOutsideOfPackage("dev.weir.kafka.broker..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "scala..",
              "org.apache.spark.sql.execution..",
              "org.apache.spark.sql.internal..",
              "org.apache.spark.sql.catalyst..",
              "org.apache.spark.util..");
  private static final ArchRule JUNIT_KNOWS_NO_KAFKA =
      noClasses()
          .that()
          .resideInAPackage("dev.weir.junit..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.weir.kafka..", "org.apache.kafka..");

  private static JavaClasses modules() {
    return new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages("dev.weir.junit", "dev.weir.kafka");
  }

  @Test
  void neitherModuleTouchesSparksInternals() {
    NO_INTERNALS.check(modules());
  }

  @Test
  void theExtensionKnowsNoKafka() {
    JUNIT_KNOWS_NO_KAFKA.check(modules());
  }

  @Test
  void theRuleCanFail() {
    JavaClasses internals = new ClassFileImporter().importPackages("dev.weir.internal.spark");
    Assertions.assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> NO_INTERNALS.check(internals));
  }
}
