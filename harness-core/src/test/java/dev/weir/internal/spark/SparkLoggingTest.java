package dev.weir.internal.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.Objects;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.ConfigurationFactory;
import org.apache.logging.log4j.core.config.DefaultConfiguration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.NullConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_PROPERTIES)
class SparkLoggingTest {
  private static final String SWITCH = "weir.log";
  private String before;

  @BeforeEach
  void takeTheSwitch() {
    before = System.getProperty(SWITCH);
    System.clearProperty(SWITCH);
  }

  @AfterEach
  void putItBack() {
    if (before == null) {
      System.clearProperty(SWITCH);
    } else {
      System.setProperty(SWITCH, before);
    }
  }

  @Test
  void sparkWarnsAndIsQuietOtherwise() throws URISyntaxException {
    Configuration quiet = configuration();
    assertThat(quiet.getRootLogger().getLevel()).isEqualTo(Level.WARN);
    assertThat(quiet.getLoggerConfig("org.apache.spark.util.Utils").getLevel())
        .isEqualTo(Level.ERROR);
  }

  @Test
  void oneSwitchShowsAll() throws URISyntaxException {
    System.setProperty(SWITCH, "info");
    Collection<LoggerConfig> loggers = configuration().getLoggers().values();
    assertThat(loggers).hasSizeGreaterThan(1).allMatch(l -> Level.INFO.equals(l.getLevel()));
  }

  @Test
  void replacesWhatWasConfiguredByDefaultBefore() throws URISyntaxException {
    try (LoggerContext context = new LoggerContext("by a library")) {
      context.start(new DefaultConfiguration());
      SparkLogging.replaceDefaults(context, resource("dev/weir/log4j2-weir.properties"));
      assertThat(context.getConfiguration().getRootLogger().getLevel()).isEqualTo(Level.WARN);
    }
    try (LoggerContext context =
        new LoggerContext(
            "by Spark", null, resource("org/apache/spark/log4j2-defaults.properties"))) {
      context.start();
      assertThat(context.getConfiguration().getRootLogger().getLevel()).isEqualTo(Level.INFO);
      SparkLogging.replaceDefaults(context, resource("dev/weir/log4j2-weir.properties"));
      assertThat(context.getConfiguration().getRootLogger().getLevel()).isEqualTo(Level.WARN);
    }
  }

  @Test
  void leavesWhatTheProjectHasConfigured() throws URISyntaxException {
    try (LoggerContext context = new LoggerContext("of the project")) {
      context.start(new NullConfiguration());
      SparkLogging.replaceDefaults(context, resource("dev/weir/log4j2-weir.properties"));
      assertThat(context.getConfiguration()).isInstanceOf(NullConfiguration.class);
    }
  }

  private static URI resource(String name) throws URISyntaxException {
    return Objects.requireNonNull(SparkLogging.class.getClassLoader().getResource(name)).toURI();
  }

  private static Configuration configuration() throws URISyntaxException {
    URI file = resource("dev/weir/log4j2-weir.properties");
    Configuration configuration =
        ConfigurationFactory.getInstance()
            .getConfiguration(new LoggerContext("weir-test"), "weir", file);
    configuration.initialize();
    return configuration;
  }
}
