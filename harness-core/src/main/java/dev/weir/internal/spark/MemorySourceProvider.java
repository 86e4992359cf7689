package dev.weir.internal.spark;

import java.util.Map;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * What {@code readStream().format(...)} makes a memory input's source from. Spark instantiates it.
 */
public final class MemorySourceProvider implements TableProvider {
  static final String BUFFER = "weir.memory.input";

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    return MemoryBuffer.byId(options.get(BUFFER)).schema();
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    return new MemoryTable(MemoryBuffer.byId(new CaseInsensitiveStringMap(properties).get(BUFFER)));
  }
}
