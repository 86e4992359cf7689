package dev.weir.internal.spark;

import java.util.List;

/**
 * A stateful operator of a query.
 *
 * @param id its number in the query, from 0, as in the names of its state's folders
 * @param name what Spark calls it in its progress: {@code stateStoreSave}, {@code dedupe}
 * @param stores the names of its state stores: {@code default}, or the four of a join
 */
public record StateOperatorInfo(long id, String name, List<String> stores) {}
