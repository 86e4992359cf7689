package dev.weir.junit;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Which tests get a page of their timeline. */
enum TimelineSetting {
  ALWAYS,
  FAILURES,
  NEVER;

  /** {@code always}, {@code failures} or {@code never}; {@code never} writes no index either. */
  static final String PROPERTY = "weir.timeline";

  /** Where the pages are, relative to the module's folder. */
  static final String FOLDER_PROPERTY = "weir.timeline.folder";

  static TimelineSetting of(ExtensionContext context) {
    String value = setting(context, PROPERTY).orElse("failures");
    for (TimelineSetting setting : values()) {
      if (setting.name().toLowerCase(Locale.ROOT).equals(value.strip())) {
        return setting;
      }
    }
    throw new ExtensionConfigurationException(
        "-D"
            + PROPERTY
            + " is one of "
            + Arrays.stream(values()).map(s -> s.name().toLowerCase(Locale.ROOT)).toList()
            + ", but here '"
            + value
            + "'. See docs/errors/extension-settings.md");
  }

  static Path folder(ExtensionContext context) {
    return Path.of(setting(context, FOLDER_PROPERTY).orElse("target/weir"));
  }

  /** From JUnit's configuration, which knows system properties and junit-platform.properties. */
  private static Optional<String> setting(ExtensionContext context, String name) {
    return context.getConfigurationParameter(name);
  }

  /** Whether a test gets a page. */
  boolean wants(boolean failed) {
    return this == ALWAYS || (this == FAILURES && failed);
  }
}
