package dev.weir.input;

import dev.weir.internal.spark.ExternalTypes;
import java.util.Optional;
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
      if (value == null) {
        if (!column.nullable()) {
          throw new IllegalArgumentException(
              where
                  + " has null in column '"
                  + column.name()
                  + "', which is not nullable: "
                  + row
                  + ". See docs/errors/row-does-not-fit.md");
        }
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
