package dev.weir.kafka;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Optional;
import org.apiguardian.api.API;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/**
 * Of each public type of the three modules it is said what somebody who uses it may rely on. A
 * nested type has the status of the one around it.
 */
class PublicApiTest {
  private static final ArchRule HAVE_A_STATUS =
      classes()
          .that()
          .arePublic()
          .and()
          .areTopLevelClasses()
          .and()
          .resideOutsideOfPackages("dev.weir.internal..", "dev.weir.kafka.broker..")
          .should(sayTheirStatus());

  private static ArchCondition<JavaClass> sayTheirStatus() {
    return new ArchCondition<>("have an @API with a status and a version") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        Optional<API> api = type.tryGetAnnotationOfType(API.class);
        boolean since =
            api.map(API::since).filter(version -> version.matches("\\d+\\.\\d+")).isPresent();
        if (!since) {
          events.add(
              SimpleConditionEvent.violated(type, type.getName() + " has no @API(status, since)"));
        }
      }
    };
  }

  @Test
  void eachPublicTypeHasAStatus() {
    JavaClasses modules =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.weir");
    Assertions.assertThat(modules)
        .extracting(JavaClass::getSimpleName)
        .contains("StreamHarness", "SparkStreamingTest", "KafkaTest");
    HAVE_A_STATUS.check(modules);
  }

  @Test
  void theRuleCanFail() {
    JavaClasses without = new ClassFileImporter().importClasses(WithoutStatus.class);
    Assertions.assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> HAVE_A_STATUS.check(without))
        .withMessageContaining("dev.weir.kafka.WithoutStatus has no @API(status, since)");
  }
}
