package dev.weir.junit;

import org.apache.spark.sql.SparkSession;

/** What {@code @BeforeAll} and static fields of one class have: a session of the class. */
final class ClassScope implements AutoCloseable {
  private final SharedSpark.Lease lease;
  private final SparkSession session;

  ClassScope(String testClass, Settings settings) {
    this.lease = SharedSpark.lease(testClass, settings.master(), settings.contextConf());
    this.session = lease.newSession();
  }

  SparkSession session() {
    return session;
  }

  @Override
  public void close() {
    lease.giveBack();
  }
}
