package dev.weir.internal.spark;

import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.internal.SessionState;
import org.apache.spark.sql.streaming.StreamingQueryManager;
import org.jspecify.annotations.Nullable;

/**
 * Where a session of Spark 3.5 keeps what starts its queries. It is a lazy value of the session's
 * state. Spark has no setting for it, and a session state of another class can be had only through
 * Hive's catalog setting; so the value is written.
 *
 * <p>A manager subscribes to the context's events for life, and hears of each task from then on. So
 * one that is not there is not called into being: its bit among those that say which lazy values
 * are there is cleared again afterwards.
 */
final class ManagerSlot {
  private static final String VALUE = "streamingQueryManager";
  private static final String BITS = "bitmap$0";

  /** Which bit, once it is known. */
  private static volatile byte bit;

  private final SessionState state;

  private ManagerSlot(SessionState state) {
    this.state = state;
  }

  static ManagerSlot of(SparkSession session) {
    if (bit == 0) {
      // Seen in a session that nobody else has.
      SessionState other = session.newSession().sessionState();
      byte before = bits(other);
      EventSubscription.end(session.sparkContext(), other.streamingQueryManager());
      bit = (byte) (bits(other) ^ before);
    }
    return new ManagerSlot(session.sessionState());
  }

  /** What is there; null if nobody has asked for one. */
  @Nullable StreamingQueryManager get() {
    return (bits(state) & bit) == 0 ? null : state.streamingQueryManager();
  }

  /** Puts one there, or leaves the next one who asks with a new one. */
  void set(@Nullable StreamingQueryManager manager) {
    // Spark makes lazy values under the same lock.
    synchronized (state) {
      Reflection.write(SessionState.class, VALUE, state, manager);
      byte bits = bits(state);
      Reflection.write(
          SessionState.class, BITS, state, (byte) (manager == null ? bits & ~bit : bits | bit));
    }
  }

  private static byte bits(SessionState state) {
    return (Byte) Reflection.read(SessionState.class, BITS, state);
  }
}
