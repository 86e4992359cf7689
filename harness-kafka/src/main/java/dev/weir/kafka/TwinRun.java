package dev.weir.kafka;

import dev.weir.junit.SparkStreamingExtension;
import java.util.List;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;

/** One run of a test with {@link KafkaSource}, over one kind of broker. */
final class TwinRun
    implements TestTemplateInvocationContext, ExecutionCondition, AfterTestExecutionCallback {
  private final BrokerKind kind;
  private final boolean skipIfNoEngine;
  private final TwinResults results;

  TwinRun(BrokerKind kind, boolean skipIfNoEngine, TwinResults results) {
    this.kind = kind;
    this.skipIfNoEngine = skipIfNoEngine;
    this.results = results;
  }

  @Override
  public String getDisplayName(int invocation) {
    return "[" + invocation + "] " + kind;
  }

  /** Before anything asks for a topic, even the constructor of the test class. */
  @Override
  public void prepareInvocation(ExtensionContext context) {
    BrokerChoice.set(context, kind);
  }

  @Override
  public List<Extension> getAdditionalExtensions() {
    return List.of(this);
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return kind == BrokerKind.CONTAINER && skipIfNoEngine
        ? ContainerEngineCondition.decide(context)
        : ConditionEvaluationResult.enabled("a kind that is not there is a failure");
  }

  /** Of a run that failed by itself, nothing more is said. */
  @Override
  public void afterTestExecution(ExtensionContext context) {
    if (context.getExecutionException().isEmpty()) {
      results.add(kind, SparkStreamingExtension.harness(context).queries());
    }
  }
}
