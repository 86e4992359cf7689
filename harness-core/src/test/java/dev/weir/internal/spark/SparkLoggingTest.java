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
import org.apache.logging.log4j.core.config.LoggerConfig;
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
    assertThat(loggers)
        .hasSizeGreaterThan(1)
        .extracting(LoggerConfig::getLevel)
        .containsOnly(Level.INFO);
  }

  private static Configuration configuration() throws URISyntaxException {
    URI file =
        Objects.requireNonNull(
                SparkLogging.class.getClassLoader().getResource("dev/weir/log4j2-weir.properties"))
            .toURI();
    Configuration configuration =
        ConfigurationFactory.getInstance()
            .getConfiguration(new LoggerContext("weir-test"), "weir", file);
    configuration.initialize();
    return configuration;
  }
}
