package dev.weir.text;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.sql.types.YearMonthIntervalType;

/** Reads single values by their type, as a failure writes them. */
final class Scalars {
  private Scalars() {}

  static Object read(String text, DataType type) {
    try {
      return unchecked(text, type);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new BadCellException("'" + text + "' is no " + type.simpleString());
    }
  }

  private static Object unchecked(String text, DataType type) {
    if (type instanceof StringType) {
      return text;
    }
    if (type instanceof LongType) {
      return Long.valueOf(text);
    }
    if (type instanceof IntegerType) {
      return Integer.valueOf(text);
    }
    if (type instanceof ShortType) {
      return Short.valueOf(text);
    }
    if (type instanceof ByteType) {
      return Byte.valueOf(text);
    }
    if (type instanceof DoubleType) {
      return Double.valueOf(text);
    }
    if (type instanceof FloatType) {
      return Float.valueOf(text);
    }
    if (type instanceof DecimalType) {
      return new BigDecimal(text);
    }
    if (type instanceof BooleanType) {
      return bool(text);
    }
    if (type instanceof BinaryType) {
      return bytes(text);
    }
    return time(text, type);
  }

  private static Object time(String text, DataType type) {
    if (type instanceof TimestampType) {
      return Instant.parse(text);
    }
    if (type instanceof TimestampNTZType) {
      return LocalDateTime.parse(text);
    }
    if (type instanceof DateType) {
      return LocalDate.parse(text);
    }
    if (type instanceof DayTimeIntervalType) {
      return Duration.parse(text);
    }
    if (type instanceof YearMonthIntervalType) {
      return Period.parse(text);
    }
    throw new BadCellException("a " + type.simpleString() + " cannot be written as text");
  }

  private static Boolean bool(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static byte[] bytes(String text) {
    if (!text.startsWith("0x")) {
      throw new IllegalArgumentException(text);
    }
    return HexFormat.of().parseHex(text.substring(2));
  }
}
