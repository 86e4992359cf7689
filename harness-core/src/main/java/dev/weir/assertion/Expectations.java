package dev.weir.assertion;

import java.beans.IntrospectionException;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.lang.reflect.RecordComponent;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import java.util.function.Predicate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a test gives as expected rows: rows, tuples, maps, beans, records, single values,
 * conditions, texts, or a DataFrame. What cannot be meant is refused before anything is compared.
 */
final class Expectations {
  private final StructType schema;
  private final Comparison comparison;

  Expectations(StructType schema, Comparison comparison) {
    this.schema = schema;
    this.comparison = comparison;
  }

  List<ExpectedRow> read(@Nullable Object... expected) {
    if (expected.length == 1 && expected[0] instanceof Dataset<?> dataset) {
      return rowsOf(dataset);
    }
    return new ReadRows(withRowsOfTexts(expected));
  }

  private @Nullable Object[] withRowsOfTexts(@Nullable Object[] expected) {
    List<@Nullable Object> rows = new ArrayList<>(expected.length);
    for (Object row : expected) {
      if (row instanceof RowsInText text) {
        rows.addAll(text.read(schema));
      } else {
        rows.add(row);
      }
    }
    return rows.toArray();
  }

  /** Read once to refuse what cannot be meant, and then again at each look: a million take room. */
  private final class ReadRows extends AbstractList<ExpectedRow> implements RandomAccess {
    private final @Nullable Object[] expected;

    ReadRows(@Nullable Object[] expected) {
      this.expected = expected;
      for (int i = 0; i < expected.length; i++) {
        read(expected[i], i);
      }
    }

    @Override
    public ExpectedRow get(int index) {
      return read(expected[index], index);
    }

    @Override
    public int size() {
      return expected.length;
    }
  }

  private List<ExpectedRow> rowsOf(Dataset<?> dataset) {
    List<ExpectedRow> rows = new ArrayList<>();
    for (Row row : dataset.toDF().collectAsList()) {
      rows.add(cells(row, rows.size()));
    }
    return rows;
  }

  @SuppressWarnings("unchecked") // a condition on rows is the only predicate that can be meant
  private ExpectedRow read(@Nullable Object expected, int index) {
    if (expected instanceof Row row) {
      return cells(row, index);
    }
    if (expected instanceof Tuple tuple) {
      return byPosition(tuple.toList(), index);
    }
    if (expected instanceof Map<?, ?> map) {
      return byName(asNamed(map), index, "a map");
    }
    if (expected instanceof Predicate<?> condition) {
      return ExpectedRow.of((Predicate<Row>) condition);
    }
    if (schema.length() == 1 && (expected == null || isValue(expected.getClass()))) {
      return byPosition(Arrays.asList(expected), index);
    }
    if (expected == null) {
      throw refused(index, "is null. For a row with a null value write row((Object) null)");
    }
    if (expected instanceof Dataset<?>) {
      throw refused(index, "is a Dataset: give it alone, not together with other rows");
    }
    if (isValue(expected.getClass())) {
      throw refused(
          index,
          "is "
              + CellText.withType(expected)
              + ", a single value, but a row has "
              + schema.length()
              + " columns ("
              + String.join(", ", schema.fieldNames())
              + "): write row(...)");
    }
    return byName(properties(expected, index), index, expected.getClass().getSimpleName());
  }

  private ExpectedRow cells(Row row, int index) {
    StructType own = row.schema();
    if (comparison.byName() && own == null) {
      throw refused(
          index,
          "is a row without column names, but ignoringColumnOrder() matches columns by name:"
              + " expect maps, beans or a DataFrame");
    }
    if (comparison.byName()) {
      Map<String, @Nullable Object> named = new LinkedHashMap<>();
      for (int i = 0; i < row.length(); i++) {
        named.put(own.fieldNames()[i], row.get(i));
      }
      return byName(named, index, "a row");
    }
    List<@Nullable Object> values = new ArrayList<>(row.length());
    for (int i = 0; i < row.length(); i++) {
      values.add(row.get(i));
    }
    return byPosition(values, index);
  }

  private ExpectedRow byPosition(List<? extends @Nullable Object> values, int index) {
    if (values.size() != schema.length()) {
      throw refused(
          index,
          "has "
              + values.size()
              + (values.size() == 1 ? " value" : " values")
              + ", but a row has "
              + schema.length()
              + (schema.length() == 1 ? " column (" : " columns (")
              + String.join(", ", schema.fieldNames())
              + ")");
    }
    List<@Nullable Object> cells = new ArrayList<>(values.size());
    for (Object value : values) {
      cells.add(Cells.of(value));
    }
    return ExpectedRow.of(cells);
  }

  private ExpectedRow byName(Map<String, @Nullable Object> named, int index, String what) {
    List<String> columns = Arrays.asList(schema.fieldNames());
    for (String name : named.keySet()) {
      if (!columns.contains(name)) {
        throw refused(
            index,
            "("
                + what
                + ") names a column '"
                + name
                + "', which is not there; the columns are "
                + String.join(", ", columns)
                + NearestName.hint(name, columns));
      }
    }
    List<@Nullable Object> cells = new ArrayList<>();
    for (StructField field : schema.fields()) {
      if (!named.containsKey(field.name())) {
        throw refused(
            index,
            "("
                + what
                + ") says nothing of column '"
                + field.name()
                + "'; the columns are "
                + String.join(", ", columns));
      }
      cells.add(Cells.of(named.get(field.name())));
    }
    return ExpectedRow.of(cells);
  }

  private static Map<String, @Nullable Object> asNamed(Map<?, ?> map) {
    Map<String, @Nullable Object> named = new LinkedHashMap<>();
    map.forEach((name, value) -> named.put(String.valueOf(name), value));
    return named;
  }

  private Map<String, @Nullable Object> properties(Object bean, int index) {
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    try {
      RecordComponent[] components = bean.getClass().getRecordComponents();
      if (components != null) {
        for (RecordComponent component : components) {
          component.getAccessor().setAccessible(true);
          properties.put(component.getName(), component.getAccessor().invoke(bean));
        }
        return properties;
      }
      for (PropertyDescriptor property :
          Introspector.getBeanInfo(bean.getClass(), Object.class).getPropertyDescriptors()) {
        if (property.getReadMethod() != null) {
          property.getReadMethod().setAccessible(true);
          properties.put(property.getName(), property.getReadMethod().invoke(bean));
        }
      }
    } catch (IntrospectionException | ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          "Expected row " + index + " (" + bean.getClass().getName() + ") cannot be read: " + e, e);
    }
    if (properties.isEmpty()) {
      throw refused(
          index,
          "is a "
              + bean.getClass().getName()
              + ", which has no properties. A row is expected as row(...), tuple(...), a map, a"
              + " bean, a record or a Predicate<Row>");
    }
    return properties;
  }

  private static boolean isValue(Class<?> type) {
    return type.isArray() || type.isEnum() || type.getName().startsWith("java.");
  }

  private IllegalArgumentException refused(int index, String problem) {
    return new IllegalArgumentException(
        "Expected row " + index + " " + problem + ". See docs/errors/expectation.md");
  }
}
