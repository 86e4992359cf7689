package dev.weir.kafka;

import dev.weir.query.FailureExplainer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** Says of a failed query what {@link Refusal} says of the test's own clients. */
@API(status = Status.INTERNAL, since = "0.1")
public final class RefusedQuery implements FailureExplainer {

  private static final String PREFIX = "kafka.";

  /** For the service loader. */
  public RefusedQuery() {}

  @Override
  public Optional<String> explain(List<Throwable> chain, List<Map<String, String>> options) {
    List<ClientIdentity> clients =
        options.stream()
            .map(RefusedQuery::clientProperties)
            .filter(properties -> properties.containsKey("bootstrap.servers"))
            .map(ClientIdentity::of)
            .distinct()
            .toList();
    // Of several that differ, the exception does not say which one it was.
    ClientIdentity client = clients.size() == 1 ? clients.get(0) : ClientIdentity.UNKNOWN;
    return chain.isEmpty() ? Optional.empty() : Refusal.of(client, chain.get(0));
  }

  private static Map<String, String> clientProperties(Map<String, String> options) {
    Map<String, String> properties = new HashMap<>();
    options.forEach(
        (name, value) -> {
          if (name.startsWith(PREFIX)) {
            properties.put(name.substring(PREFIX.length()), value);
          }
        });
    return properties;
  }
}
