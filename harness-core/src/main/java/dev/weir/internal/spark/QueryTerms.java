package dev.weir.internal.spark;

import java.nio.file.Path;
import org.apache.spark.sql.streaming.Trigger;
import org.jspecify.annotations.Nullable;

/**
 * On what terms a query is let run.
 *
 * @param checkpointLocation the folder for its checkpoint
 * @param clock the time that it is told
 * @param gate what its triggers wait for
 * @param listener who hears what its sink received
 * @param disk what its files are on
 * @param trigger what it has instead of the job's own trigger, if anything
 */
public record QueryTerms(
    Path checkpointLocation,
    HarnessClock clock,
    TriggerGate gate,
    BatchListener listener,
    Disk disk,
    @Nullable Trigger trigger) {}
