package dev.weir.recovery;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;

/**
 * What is in a sink, as text that can be committed and read: a JSON object for each row, in the
 * order of these texts, as the rows have none.
 *
 * @param sink the sink's name
 * @param columns the columns as DDL, without what may be null
 * @param rows the rows
 */
record SinkText(String sink, String columns, List<String> rows) {
  /** The same text wherever it is written, and nothing lost. */
  private static final Map<String, String> FORM =
      Map.of(
          "timeZone", "UTC",
          "timestampFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX",
          "timestampNTZFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSS",
          "ignoreNullFields", "false");

  static SinkText of(SparkSession spark, SinkContents contents) {
    List<String> rows =
        contents.schema().isEmpty()
            ? Collections.nCopies(contents.rows().size(), "{}")
            : spark
                .createDataFrame(contents.rows(), contents.schema())
                .select(to_json(struct(col("*")), FORM))
                .as(Encoders.STRING())
                .collectAsList();
    return new SinkText(
        contents.sink(),
        contents.schema().toDDL().replace(" NOT NULL", ""),
        rows.stream().sorted().toList());
  }
}
