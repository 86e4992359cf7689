package dev.weir.recovery;

import dev.weir.internal.spark.InjectedFaultException;
import dev.weir.query.FailureExplainer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** Knows a failure that the test has asked for. */
@API(status = Status.INTERNAL, since = "0.1")
public final class InjectedFaultExplainer implements FailureExplainer {

  /** For the service loader. */
  public InjectedFaultExplainer() {}

  @Override
  public Optional<String> explain(List<Throwable> chain, List<Map<String, String>> options) {
    return chain.stream()
        .filter(InjectedFaultException.class::isInstance)
        .map(t -> StorageMessages.injected("StorageFault." + ((InjectedFaultException) t).fault()))
        .findFirst();
  }
}
