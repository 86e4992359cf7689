package dev.weir.samples;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Checks an interval before Spark is started for it. */
final class IntervalConverter implements ITypeConverter<String> {
  private static final Pattern INTERVAL =
      Pattern.compile("[1-9][0-9]* (second|minute|hour|day|week)s?");

  @Override
  public String convert(String value) {
    if (!INTERVAL.matcher(value).matches()) {
      throw new TypeConversionException(
          "'" + value + "' is not an interval, such as '10 seconds', '5 minutes' or '1 hour'");
    }
    return value;
  }
}
