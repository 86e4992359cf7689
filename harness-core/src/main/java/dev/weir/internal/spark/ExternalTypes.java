package dev.weir.internal.spark;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/** Which Java values a column takes from outside, as Spark's row encoder has it. */
public final class ExternalTypes {
  private static final Map<DataType, List<Class<?>>> ATOMIC =
      Map.ofEntries(
          Map.entry(DataTypes.BooleanType, List.of(Boolean.class)),
          Map.entry(DataTypes.ByteType, List.of(Byte.class)),
          Map.entry(DataTypes.ShortType, List.of(Short.class)),
          Map.entry(DataTypes.IntegerType, List.of(Integer.class)),
          Map.entry(DataTypes.LongType, List.of(Long.class)),
          Map.entry(DataTypes.FloatType, List.of(Float.class)),
          Map.entry(DataTypes.DoubleType, List.of(Double.class)),
          Map.entry(DataTypes.StringType, List.of(String.class)),
          Map.entry(DataTypes.BinaryType, List.of(byte[].class)),
          Map.entry(DataTypes.DateType, List.of(java.sql.Date.class, LocalDate.class)),
          Map.entry(DataTypes.TimestampType, List.of(java.sql.Timestamp.class, Instant.class)));

  private ExternalTypes() {}

  /**
   * Says what a column wants, if it does not take a value.
   *
   * @param value the value, not null
   * @param type the column's type; a type that is not known here takes anything, and Spark decides
   * @return the classes that it takes, in words; empty if the value fits
   */
  public static Optional<String> mismatch(Object value, DataType type) {
    List<Class<?>> wanted = wanted(type);
    if (wanted.isEmpty() || wanted.stream().anyMatch(c -> c.isInstance(value))) {
      return Optional.empty();
    }
    return Optional.of(String.join(" or ", wanted.stream().map(Class::getCanonicalName).toList()));
  }

  private static List<Class<?>> wanted(DataType type) {
    if (type instanceof DecimalType) {
      return List.of(
          BigDecimal.class, BigInteger.class, Decimal.class, scala.math.BigDecimal.class);
    }
    if (type instanceof StructType) {
      return List.of(Row.class);
    }
    if (type instanceof ArrayType || type instanceof MapType) {
      // Arrays come in many shapes, of primitives too, and Spark's message for them is readable.
      return List.of();
    }
    // By its name, since Spark 3.3 does not show the type.
    return type.typeName().equals("timestamp_ntz")
        ? List.of(LocalDateTime.class)
        : ATOMIC.getOrDefault(type, List.of());
  }
}
