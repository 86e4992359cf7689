package dev.weir.input;

import dev.weir.internal.spark.ExternalTypes;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a row before Spark does: Spark's own error for a value of a wrong type is a page of
 * generated expressions, and for a row that is too long there is none.
 */
final class RowCheck {
  private final @Nullable StructType schema;

  private RowCheck(@Nullable StructType schema) {
    this.schema = schema;
  }

  static RowCheck none() {
    return new RowCheck(null);
  }

  static RowCheck against(StructType schema) {
    return new RowCheck(schema);
  }

  /** The path of a null where none may be: of one within a struct, Spark would make a zero. */
  private static Optional<String> wrongNull(
      StructField column, @Nullable Object value, String parent) {
    String path = parent + column.name();
    if (value == null) {
      return column.nullable() ? Optional.empty() : Optional.of(path);
    }
    if (!(column.dataType() instanceof StructType fields)
        || !(value instanceof Row row)
        || row.length() != fields.length()) {
      return Optional.empty();
    }
    return IntStream.range(0, fields.length())
        .mapToObj(i -> wrongNull(fields.apply(i), row.get(i), path + "."))
        .flatMap(Optional::stream)
        .findFirst();
  }

  void check(Object object, int index, String input) {
    if (schema == null || !(object instanceof Row row)) {
      return;
    }
    String where = "Row " + index + " of those added to " + input;
    if (row.length() != schema.length()) {
      throw new IllegalArgumentException(
          where
              + " has "
              + row.length()
              + (row.length() == 1 ? " value" : " values")
              + ", but the schema has "
              + schema.length()
              + (schema.length() == 1 ? " column" : " columns")
              + " ("
              + schema.toDDL()
              + "): "
              + row
              + ". See docs/errors/row-does-not-fit.md");
    }
    for (int i = 0; i < schema.length(); i++) {
      StructField column = schema.apply(i);
      Object value = row.get(i);
      Optional<String> nullWithin = wrongNull(column, value, "");
      if (nullWithin.isPresent()) {
        throw new IllegalArgumentException(
            where
                + " has null in column '"
                + nullWithin.get()
                + "', which is not nullable: "
                + row
                + ". See docs/errors/row-does-not-fit.md");
      }
      if (value == null) {
        continue;
      }
      Optional<String> wanted = ExternalTypes.mismatch(value, column.dataType());
      if (wanted.isPresent()) {
        throw new IllegalArgumentException(
            where
                + " does not fit the schema: column '"
                + column.name()
                + "' is "
                + column.dataType().sql().toLowerCase(java.util.Locale.ROOT)
                + " and takes "
                + wanted.get()
                + ", but got "
                + value
                + " ("
                + value.getClass().getName()
                + "). See docs/errors/row-does-not-fit.md");
      }
    }
  }
}
