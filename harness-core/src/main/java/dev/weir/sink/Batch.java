package dev.weir.sink;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.types.StructType;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * What the sink received for one micro-batch.
 *
 * @param batchId Spark's id of the micro-batch, from 0; a replayed batch has the id of the first
 *     attempt
 * @param outputMode the mode that it was written in
 * @param schema the columns of its rows
 * @param rows the rows; in complete mode the whole result, otherwise what is new or changed
 * @param reads how often the sink had the rows computed: once, or as often as a {@code
 *     foreachBatch} has actions on them, and never if it has none
 * @param replay whether the sink had received a batch of this id before
 */
@API(status = Status.MAINTAINED, since = "0.1")
public record Batch(
    long batchId,
    OutputMode outputMode,
    StructType schema,
    List<Row> rows,
    int reads,
    boolean replay) {}
