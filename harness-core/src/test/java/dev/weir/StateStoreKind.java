package dev.weir;

import java.util.Map;

/** Who keeps the state of a query, and in which files. */
public enum StateStoreKind {
  HDFS("HDFSBackedStateStoreProvider", false, "delta"),
  ROCKSDB("RocksDBStateStoreProvider", false, "zip"),
  CHANGELOG("RocksDBStateStoreProvider", true, "changelog");

  private final String provider;
  private final boolean changelog;
  private final String suffix;

  StateStoreKind(String provider, boolean changelog, String suffix) {
    this.provider = provider;
    this.changelog = changelog;
    this.suffix = suffix;
  }

  /** Skips a test with an older Spark, which would write none. */
  public Map<String, String> conf() {
    if (changelog) {
      SparkVersion.assume("3.5", "RocksDB has no changelogs (SPARK-43421)");
    }
    return Map.of(
        "spark.sql.streaming.stateStore.providerClass",
        "org.apache.spark.sql.execution.streaming.state." + provider,
        "spark.sql.streaming.stateStore.rocksdb.changelogCheckpointing.enabled",
        Boolean.toString(changelog));
  }

  /** For the queries that a test starts from now on. */
  public void use(StreamHarness harness) {
    conf().forEach(harness.spark().conf()::set);
  }

  public HarnessOptions in(HarnessOptions options) {
    HarnessOptions more = options;
    for (Map.Entry<String, String> each : conf().entrySet()) {
      more = more.withConf(each.getKey(), each.getValue());
    }
    return more;
  }

  /** What each batch writes for the one partition of the one operator: batch 0 writes version 1. */
  public String file(int version) {
    return "state/0/0/" + version + "." + suffix;
  }
}
