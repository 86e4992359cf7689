package dev.weir.query;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * What one stateful operator did since the last look, and how much state it has.
 *
 * @param operatorId its number in the query, from 0, as in the names of its state's folders
 * @param operatorName what Spark calls it: {@code stateStoreSave}, {@code dedupe}, {@code
 *     symmetricHashJoin}
 * @param total the rows of state after the last batch; of a join, those of both sides
 * @param updated how many rows were put into the state since the last look, each time counted
 * @param removed how many rows were removed since the last look
 * @param late how many rows were dropped as late since the last look, as Spark counts them
 * @param memoryBytes what the state takes in memory after the last batch, as its store estimates it
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public record StateMetrics(
    long operatorId,
    String operatorName,
    long total,
    long updated,
    long removed,
    long late,
    long memoryBytes) {}
