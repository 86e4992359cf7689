package dev.weir;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.assertj.core.api.AbstractAssert;
import org.junit.jupiter.api.Test;

@AnalyzeClasses(packages = "dev.weir", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String[] INTERNALS = {
    "scala..",
    "org.apache.spark.sql.execution..",
    "org.apache.spark.sql.internal..",
    "org.apache.spark.sql.catalyst..",
    "org.apache.spark.util.."
  };

  @ArchTest
  static final ArchRule ONLY_ONE_PACKAGE_TOUCHES_SPARKS_INTERNALS =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.weir.internal.spark..")
          .should()
          .dependOnClassesThat(
              DescribedPredicate.describe(
                  "are Spark's internals or Scala's",
                  (JavaClass type) -> isInternal(type) && !isUnavoidable(type)));

  private static boolean isInternal(JavaClass type) {
    for (String internals : INTERNALS) {
      if (type.getPackageName().startsWith(internals.replace("..", ""))) {
        return true;
      }
    }
    return false;
  }

  /** Scala's compiler puts this annotation on each of its classes; Java sees it as a dependency. */
  private static boolean isUnavoidable(JavaClass type) {
    return type.getName().startsWith("scala.reflect.");
  }

  @ArchTest
  static final ArchRule NO_PUBLIC_SIGNATURE_HAS_A_SCALA_TYPE =
      methods()
          .that()
          .areDeclaredInClassesThat()
          .resideOutsideOfPackage("dev.weir.internal..")
          .should(notHaveAScalaType());

  private static ArchCondition<JavaMethod> notHaveAScalaType() {
    return new ArchCondition<>("not have a Scala type in a public signature") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        boolean visible =
            method.getModifiers().contains(JavaModifier.PUBLIC)
                || method.getModifiers().contains(JavaModifier.PROTECTED);
        if (visible
            && (method.getRawReturnType().getPackageName().startsWith("scala")
                || method.getRawParameterTypes().stream()
                    .anyMatch(type -> type.getPackageName().startsWith("scala")))) {
          events.add(SimpleConditionEvent.violated(method, method.getFullName()));
        }
      }
    };
  }

  @ArchTest
  static final ArchRule INTERNALS_KNOW_NOBODY =
      noClasses()
          .that()
          .resideInAPackage("dev.weir.internal..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.weir",
              "dev.weir.input..",
              "dev.weir.query..",
              "dev.weir.sink..",
              "dev.weir.assertion..",
              "dev.weir.recovery..",
              "dev.weir.property..");

  @ArchTest
  static final ArchRule THE_SINK_DOES_NOT_KNOW_WHO_LOOKS =
      noClasses()
          .that()
          .resideInAPackage("dev.weir.sink..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.weir", "dev.weir.query..", "dev.weir.assertion..");

  @ArchTest
  static final ArchRule ROWS_IN_TEXT_KNOW_ONLY_SPARKS_TYPES =
      noClasses()
          .that()
          .resideInAPackage("dev.weir.text..")
          .should()
          .dependOnClassesThat(
              DescribedPredicate.describe(
                  "are Weir's others",
                  (JavaClass type) ->
                      type.getPackageName().startsWith("dev.weir")
                          && !type.getPackageName().startsWith("dev.weir.text")));

  @ArchTest
  static final ArchRule INPUTS_KNOW_NOTHING_DOWNSTREAM =
      noClasses()
          .that()
          .resideInAPackage("dev.weir.input..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.weir", "dev.weir.query..", "dev.weir.sink..", "dev.weir.assertion..");

  /** It runs jobs and looks at what they give, as a test does. */
  @ArchTest
  static final ArchRule NOTHING_KNOWS_THE_PROPERTIES =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.weir.property..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.weir.property..");

  /** A run is put together from what it left; only the front door asks for that. */
  @ArchTest
  static final ArchRule NOTHING_UPSTREAM_KNOWS_THE_REPORT =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.weir", "dev.weir.report..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.weir.report..");

  @ArchTest
  static final ArchRule NOTHING_IN_CORE_KNOWS_JUNIT =
      noClasses().should().dependOnClassesThat().resideInAPackage("org.junit..");

  /** So that an IDE has two sides to show; AssertJ's other method makes an error without them. */
  @ArchTest
  static final ArchRule EACH_FAILED_ASSERTION_HAS_AN_ACTUAL_AND_AN_EXPECTED_SIDE =
      noClasses()
          .should()
          .callMethodWhere(
              DescribedPredicate.describe(
                  "is AbstractAssert.failure",
                  (JavaMethodCall call) ->
                      call.getTarget().getName().equals("failure")
                          && call.getTargetOwner().isAssignableTo(AbstractAssert.class)))
          .orShould()
          .callConstructorWhere(
              DescribedPredicate.describe(
                  "is that of an AssertionError",
                  (JavaConstructorCall call) ->
                      call.getTargetOwner().isEquivalentTo(AssertionError.class)));

  /** The tests themselves break most of the rules, which shows that the rules can be broken. */
  @Test
  void theRulesCanFail() {
    JavaClasses everything = new ClassFileImporter().importPackages("dev.weir");
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> NOTHING_IN_CORE_KNOWS_JUNIT.check(everything));
    JavaClasses offender = new ClassFileImporter().importClasses(Offender.class);
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> ONLY_ONE_PACKAGE_TOUCHES_SPARKS_INTERNALS.check(offender));
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(
            () ->
                EACH_FAILED_ASSERTION_HAS_AN_ACTUAL_AND_AN_EXPECTED_SIDE.check(
                    new ClassFileImporter().importClasses(OneSided.class)));
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> NOTHING_UPSTREAM_KNOWS_THE_REPORT.check(everything));
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> NO_PUBLIC_SIGNATURE_HAS_A_SCALA_TYPE.check(offender));
  }

  /** An assertion whose failure shows only one side. */
  static final class OneSided extends AbstractAssert<OneSided, String> {
    OneSided(String actual) {
      super(actual, OneSided.class);
    }

    AssertionError fail() {
      return failure("no");
    }
  }

  /** What a public class must not be. */
  public static final class Offender {
    public scala.Option<String> option() {
      return scala.Option.empty();
    }
  }
}
