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
    BrokerSettings settings = BrokerChoice.settings(context);
    if (settings.isEngineRequired()) {
      return ConditionEvaluationResult.enabled("a container engine is required");
    }
    return decide(
        ContainerEngine.here().problem().or(() -> ContainerImage.problem(settings.image())));
  }

  static ConditionEvaluationResult decide(Optional<String> problem) {
    if (problem.isEmpty()) {
      return ConditionEvaluationResult.enabled("Kafka can run in a container here");
    }
    Announcement.once(BrokerMessages.containerTestsNotRun(problem.get()));
    return ConditionEvaluationResult.disabled(problem.get());
  }
}
