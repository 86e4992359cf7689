package dev.weir.kafka;

import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Behind {@link EnabledIfContainerEngine}. */
final class ContainerEngineCondition implements ExecutionCondition {

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return decide(context);
  }

  /** Where the engine is required, the tests run, and fail without one. */
  static ConditionEvaluationResult decide(ExtensionContext context) {
    return BrokerChoice.settings(context).isEngineRequired()
        ? ConditionEvaluationResult.enabled("a container engine is required")
        : decide(ContainerEngine.here().problem());
  }

  static ConditionEvaluationResult decide(Optional<String> problem) {
    if (problem.isEmpty()) {
      return ConditionEvaluationResult.enabled("a container engine runs");
    }
    Announcement.once(BrokerMessages.containerTestsNotRun(problem.get()));
    return ConditionEvaluationResult.disabled(problem.get());
  }
}
