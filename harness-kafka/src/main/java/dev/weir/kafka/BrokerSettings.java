package dev.weir.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a run is set to, for tests that leave the broker open: by configuration parameters, which
 * system properties are too, and by environment variables.
 */
final class BrokerSettings {
  private static final String KIND = "weir.kafka.broker";
  private static final String IMAGE = "weir.kafka.image";
  private static final String REQUIRED = "weir.kafka.engine.required";
  private static final String SERVERS = "weir.kafka.bootstrap.servers";
  private static final String CLIENT = "weir.kafka.client.properties";

  private final Function<String, @Nullable String> parameters;
  private final Function<String, @Nullable String> environment;

  BrokerSettings(
      Function<String, @Nullable String> parameters,
      Function<String, @Nullable String> environment) {
    this.parameters = parameters;
    this.environment = environment;
  }

  static BrokerSettings ofTheJvm() {
    return new BrokerSettings(System::getProperty, System::getenv);
  }

  /**
   * A setting, and who set it.
   *
   * @param by as a person would name it: {@code weir.kafka.broker}
   */
  record Setting(String value, String by) {}

  private Optional<Setting> find(String name) {
    String parameter = parameters.apply(name);
    if (parameter != null && !parameter.isBlank()) {
      return Optional.of(new Setting(parameter.strip(), name));
    }
    String variable = name.toUpperCase(Locale.ROOT).replace('.', '_');
    String value = environment.apply(variable);
    return value == null || value.isBlank()
        ? Optional.empty()
        : Optional.of(new Setting(value.strip(), variable));
  }

  /** Which broker tests get that name none, if the run is set to one. */
  Optional<Setting> kindSetting() {
    return find(KIND);
  }

  /**
   * Which broker tests get that name none.
   *
   * @throws KafkaHarnessException if the setting is none of the kinds
   */
  BrokerKind kind() {
    Optional<Setting> setting = kindSetting();
    if (setting.isEmpty()) {
      return BrokerKind.EMBEDDED;
    }
    String name = setting.get().value().toUpperCase(Locale.ROOT).replace('-', '_');
    for (BrokerKind kind : BrokerKind.values()) {
      if (kind != BrokerKind.DEFAULT && kind.name().equals(name)) {
        return kind;
      }
    }
    throw new KafkaHarnessException(BrokerMessages.unknownKind(setting.get()));
  }

  /** The image of containers: as set, else the public one of the embedded broker's version. */
  String image() {
    return find(IMAGE).map(Setting::value).orElseGet(() -> "apache/kafka:" + KafkaVersions.BROKER);
  }

  /** Whether a test that would be skipped without a container engine is to fail instead. */
  boolean isEngineRequired() {
    return find(REQUIRED).map(Setting::value).filter("true"::equalsIgnoreCase).isPresent();
  }

  /**
   * How clients connect to the external cluster.
   *
   * @throws KafkaHarnessException if nothing says where it is, or the file cannot be read
   */
  Map<String, String> externalClient() {
    Map<String, String> properties = new TreeMap<>();
    find(CLIENT).ifPresent(setting -> properties.putAll(read(setting)));
    find(SERVERS).ifPresent(setting -> properties.put("bootstrap.servers", setting.value()));
    if (properties.getOrDefault("bootstrap.servers", "").isBlank()) {
      throw new KafkaHarnessException(BrokerMessages.noAddress());
    }
    return properties;
  }

  private static Map<String, String> read(Setting setting) {
    Properties file = new Properties();
    try (InputStream in = Files.newInputStream(Path.of(setting.value()))) {
      file.load(in);
    } catch (IOException | IllegalArgumentException e) {
      throw new KafkaHarnessException(BrokerMessages.clientProperties(setting, e), e);
    }
    Map<String, String> properties = new TreeMap<>();
    file.stringPropertyNames().forEach(name -> properties.put(name, file.getProperty(name)));
    return properties;
  }
}
