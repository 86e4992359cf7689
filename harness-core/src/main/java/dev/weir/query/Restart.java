package dev.weir.query;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.Trigger;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/**
 * How a query is started again on its checkpoint. Immutable: each method returns a changed copy.
 *
 * <pre>{@code
 * TestQuery second = first.restart(Restart.asItWas().withConf("spark.sql.shuffle.partitions", "8"));
 * TestQuery replayed = first.restart(Restart.with(newRelease).fromBatch(3));
 * }</pre>
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class Restart {
  private static final Restart AS_IT_WAS = new Restart(null, null, Map.of(), null);

  private final @Nullable DataStreamWriter<?> writer;
  private final @Nullable Trigger trigger;
  private final Map<String, String> conf;
  private final @Nullable Long batchId;

  private Restart(
      @Nullable DataStreamWriter<?> writer,
      @Nullable Trigger trigger,
      Map<String, String> conf,
      @Nullable Long batchId) {
    this.writer = writer;
    this.trigger = trigger;
    this.conf = conf;
    this.batchId = batchId;
  }

  /** The same job again. */
  public static Restart asItWas() {
    return AS_IT_WAS;
  }

  /**
   * A changed job in the place of the query's.
   *
   * @param writer what is started; the location of a checkpoint that it names is not used
   */
  public static Restart with(DataStreamWriter<?> writer) {
    return new Restart(writer, null, Map.of(), null);
  }

  /** With another trigger than the job's own. */
  public Restart withTrigger(Trigger newTrigger) {
    return new Restart(writer, newTrigger, conf, batchId);
  }

  /**
   * With a configuration that the session does not have. It holds for the new query, as far as its
   * checkpoint leaves it that: a restarted query keeps the number of shuffle partitions, the state
   * store's provider and some more from its offset log (OffsetSeqMetadata.relevantSQLConfs in Spark
   * 3.5).
   */
  public Restart withConf(String key, String value) {
    Map<String, String> more = new LinkedHashMap<>(conf);
    more.put(key, value);
    return new Restart(writer, trigger, Map.copyOf(more), batchId);
  }

  /**
   * From a copy of the checkpoint as it was when a batch had been committed, so that the batches
   * after it run again. What the sink has received of them stays there.
   *
   * @param committed the id of a batch in the commit log
   */
  public Restart fromBatch(long committed) {
    return new Restart(writer, trigger, conf, committed);
  }

  /** The changed job, if there is one. */
  public Optional<DataStreamWriter<?>> writer() {
    return Optional.ofNullable(writer);
  }

  /** The other trigger, if there is one. */
  public Optional<Trigger> trigger() {
    return Optional.ofNullable(trigger);
  }

  /** The configurations that the session gets while the query starts. */
  public Map<String, String> conf() {
    return conf;
  }

  /** The batch after which it goes on, if it is not the last one. */
  public OptionalLong batchId() {
    return batchId == null ? OptionalLong.empty() : OptionalLong.of(batchId);
  }
}
