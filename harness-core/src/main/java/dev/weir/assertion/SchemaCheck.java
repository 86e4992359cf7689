package dev.weir.assertion;

import java.util.Arrays;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The schema of an expected DataFrame beside that of the rows, each in words.
 *
 * @param expected what the DataFrame has
 * @param actual what the rows have
 */
record SchemaCheck(String expected, String actual) {

  static SchemaCheck of(StructType expected, StructType actual, Comparison comparison) {
    return new SchemaCheck(describe(expected, comparison), describe(actual, comparison));
  }

  boolean agrees() {
    return expected.equals(actual);
  }

  String text() {
    return "The expected DataFrame has another schema than the rows:\n  expected "
        + expected
        + "\n  actual   "
        + actual
        + "\nSee docs/errors/schema-differs.md";
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
