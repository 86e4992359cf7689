package dev.weir.internal.spark;

import java.nio.file.Path;

/**
 * On what terms a query is let run.
 *
 * @param checkpointLocation the folder for its checkpoint
 * @param clock the time that it is told
 * @param gate what its triggers wait for
 * @param listener who hears what its sink received
 */
public record QueryTerms(
    Path checkpointLocation, HarnessClock clock, TriggerGate gate, BatchListener listener) {}
