package dev.weir.sink;

import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * What a job's {@code ForeachWriter} was called with for one partition of one micro-batch, from
 * {@code open} to {@code close}.
 *
 * @param batchId the micro-batch, as {@code open} was given it
 * @param partition the partition, from 0, as {@code open} was given it
 * @param opened what {@code open} returned; Spark passes over the rows if it is false
 * @param processed how many rows {@code process} was given
 * @param error what {@code close} was given, in words; empty if all went well
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public record ForeachCall(
    long batchId, long partition, boolean opened, long processed, Optional<String> error) {}
