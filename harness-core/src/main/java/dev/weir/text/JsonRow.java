package dev.weir.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A row out of a JSON object, by Jackson as Spark brings it. Spark's own reader is made for data
 * that is as it is: it passes over unknown columns, and fills missing ones with null.
 */
final class JsonRow {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private JsonRow() {}

  static Row read(String line, StructType schema) {
    JsonNode node;
    try {
      node = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new BadCellException("it is no JSON: " + e.getOriginalMessage());
    }
    if (!node.isObject()) {
      throw new BadCellException("it is no JSON object: " + line.strip());
    }
    return row(node, schema, "");
  }

  private static Row row(JsonNode object, StructType schema, String path) {
    List<String> columns = Arrays.asList(schema.fieldNames());
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!columns.contains(name)) {
        throw new BadCellException(
            "there is no column '" + path + name + "'; the columns are " + inWords(columns, path));
      }
    }
    @Nullable Object[] values = new Object[schema.length()];
    for (int c = 0; c < values.length; c++) {
      StructField column = schema.apply(c);
      JsonNode value = object.get(column.name());
      if (value == null) {
        throw new BadCellException(
            "it says nothing of column '"
                + path
                + column.name()
                + "'; the columns are "
                + inWords(columns, path));
      }
      values[c] = value(value, column.dataType(), path + column.name());
    }
    return RowFactory.create(values);
  }

  private static String inWords(List<String> columns, String path) {
    return String.join(", ", columns.stream().map(column -> path + column).toList());
  }

  private static @Nullable Object value(JsonNode node, DataType type, String column) {
    if (node.isNull()) {
      return null;
    }
    if (type instanceof StructType struct && node.isObject()) {
      return row(node, struct, column + ".");
    }
    if (type instanceof ArrayType array && node.isArray()) {
      List<@Nullable Object> elements = new ArrayList<>();
      node.forEach(element -> elements.add(value(element, array.elementType(), column)));
      return elements;
    }
    if (type instanceof MapType map && node.isObject()) {
      Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();
      for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
        String name = names.next();
        entries.put(
            scalar(name, map.keyType(), column), value(node.get(name), map.valueType(), column));
      }
      return entries;
    }
    if (!fits(node, type)) {
      throw new BadCellException(
          "column '" + column + "': " + node + " is no " + type.simpleString());
    }
    return scalar(node.asText(), type, column);
  }

  /** Whether a value is of the JSON type that a column's type is written in. */
  private static boolean fits(JsonNode node, DataType type) {
    if (type instanceof LongType
        || type instanceof IntegerType
        || type instanceof ShortType
        || type instanceof ByteType) {
      return node.isIntegralNumber();
    }
    if (type instanceof DecimalType) {
      return node.isNumber();
    }
    if (type instanceof DoubleType || type instanceof FloatType) {
      // JSON has no number for NaN and the infinities.
      return node.isNumber() || node.isTextual();
    }
    return type instanceof BooleanType ? node.isBoolean() : node.isTextual();
  }

  private static Object scalar(String text, DataType type, String column) {
    try {
      return Scalars.read(text, type);
    } catch (BadCellException e) {
      throw new BadCellException("column '" + column + "': " + e.getMessage());
    }
  }
}
