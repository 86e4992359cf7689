package dev.weir.assertion;

import java.util.Arrays;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Compares the schema of an expected DataFrame with that of the rows. */
final class SchemaCheck {
  private SchemaCheck() {}

  static void check(StructType expected, StructType actual, Comparison comparison) {
    if (!describe(expected, comparison).equals(describe(actual, comparison))) {
      throw new AssertionError(
          "The expected DataFrame has another schema than the rows:\n  expected "
              + describe(expected, comparison)
              + "\n  actual   "
              + describe(actual, comparison)
              + "\nSee docs/errors/schema-differs.md");
    }
  }

  private static String describe(StructType schema, Comparison comparison) {
    return String.join(
        ", ",
        Arrays.stream(schema.fields())
            .map(field -> describe(field, comparison))
            .sorted((a, b) -> comparison.byName() ? a.compareTo(b) : 0)
            .toList());
  }

  private static String describe(StructField field, Comparison comparison) {
    return field.name()
        + " "
        + field.dataType().sql()
        + (comparison.strictNullability() && !field.nullable() ? " NOT NULL" : "");
  }
}
