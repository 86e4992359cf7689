package dev.weir;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * A test of what Spark itself does only from a version on. With an older Spark, which only the
 * profile {@code compatibility} puts on the class path, it is skipped with its reason.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SinceSpark.Condition.class)
public @interface SinceSpark {
  /** The first version, such as {@code 3.5}. */
  String value();

  /** What Spark did not do before. */
  String reason();

  /** Compares the versions. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return AnnotationSupport.findAnnotation(context.getElement(), SinceSpark.class)
          .map(Condition::evaluate)
          .orElse(ConditionEvaluationResult.enabled("not asked for"));
    }

    private static ConditionEvaluationResult evaluate(SinceSpark since) {
      return SparkVersion.isAtLeast(since.value())
          ? ConditionEvaluationResult.enabled("Spark " + SparkVersion.HERE)
          : ConditionEvaluationResult.disabled(SparkVersion.tooOld(since.value(), since.reason()));
    }
  }
}
