package dev.weir.recovery;

/** What a restart that Spark refuses means, and what to do. */
final class RestartMessages {
  private static final String PAGE = " See docs/errors/restart-refused.md";
  private static final String OTHERWISE =
      " Restore it from a backup, go on from a copy of the checkpoint at an earlier batch, or start"
          + " with a new checkpoint.";

  static final String SINK_CANNOT_RECOVER =
      "The sink keeps what it has received in this JVM, so Spark starts no query with it on a used"
          + " checkpoint: the memory sink only in complete mode, where each batch has all rows. Use"
          + " another sink, such as noop, since the harness records what any sink receives; or a"
          + " new checkpoint."
          + PAGE;

  static final String STILL_ACTIVE =
      "A query is running on this checkpoint, and spark.sql.streaming.stopActiveRunOnRestart is"
          + " false, so that Spark does not stop it for the new one. Stop it first."
          + PAGE;

  static final String OTHER_ROWS =
      "The rows of the state are not those that the job keeps now. Spark looks at their length only"
          + " since it has not compared the columns: spark.sql.streaming.stateStore.stateSchemaCheck"
          + " is false, or the file state/o/0/_metadata/schema was lost. Keep what the job groups by"
          + " and aggregates as it was, or start with a new checkpoint."
          + PAGE;

  static final String METADATA =
      "The file metadata of the checkpoint, which has the id of the query, is damaged. Restore it"
          + " from a backup; or delete it, and Spark gives the query a new id and goes on from the"
          + " same batch."
          + PAGE;

  static final String CONTINUOUS =
      "The checkpoint is that of a continuous query, whose epochs have no watermark and no time, and"
          + " a query with micro-batches starts from these. Give it the trigger that it had, or a"
          + " new checkpoint."
          + PAGE;

  static final String OTHER_SOURCE =
      "A source cannot read the offset that the checkpoint has for it. Spark finds a source's offsets"
          + " by its place in the job: another kind of source stands there now, or the sources have"
          + " changed their order; or the offset is that of a continuous query, or damaged. Put the"
          + " sources back as they were, or start with a new checkpoint."
          + PAGE;

  private RestartMessages() {}

  static String otherColumns(String difference) {
    return "The state in the checkpoint has other columns than the job keeps now: "
        + difference
        + ". Spark compares their number and types, not their names. Keep what the job groups by and"
        + " aggregates as it was, or start with a new checkpoint and read the input again."
        + PAGE;
  }

  static String noState(String operator, String partition, String path) {
    return "Operator "
        + operator
        + " has no state in the checkpoint for partition "
        + partition
        + ": "
        + path
        + " is not there. Most probably the job whose checkpoint this is had fewer stateful operators"
        + " (aggregations, joins, deduplications, groups with state); or its offset log now says"
        + " another number of shuffle partitions or another state store than wrote the state. Spark"
        + " adds none of that to a used checkpoint: put the job back as it was, or start with a new"
        + " one. If the job is the same, the file was lost: restore it from a backup."
        + PAGE;
  }

  static String missing(String path) {
    return "The checkpoint has lost the file "
        + path
        + ", which has a part of the state that the next batch goes on from."
        + OTHERWISE
        + PAGE;
  }

  static String orSnapshot(String text, String snapshot) {
    return text.replace(
        PAGE,
        " Without changelog checkpointing it is "
            + snapshot
            + " that is missing: Spark looks for the changelog second."
            + PAGE);
  }

  static String tooNew(String path, String known, String found) {
    return "The file "
        + path
        + " begins with "
        + found
        + ", and this Spark reads formats up to "
        + known
        + ": a newer Spark has written it, or the file is damaged. Run the job with that Spark, or"
        + " start with a new checkpoint."
        + PAGE;
  }

  static String malformed(String path) {
    return "The file "
        + path
        + " is empty, cut short or damaged. If it is the last one of its log, delete it with its .crc:"
        + " without the last commit its batch runs again; the last offsets go only together with"
        + " the commit of the same batch, and the batch is planned anew. Else restore it from a"
        + " backup, or start with a new checkpoint."
        + PAGE;
  }

  static String gap(String batchId) {
    return "The offset log has no file offsets/"
        + batchId
        + ", though it has the one after it: Spark needs the last two, to know where the last batch"
        + " begins."
        + OTHERWISE
        + PAGE;
  }

  static String noOffsetsOfEpoch(String batchId) {
    return "The offset log has no file offsets/"
        + batchId
        + ", though the commit log has that epoch: Spark goes on from the offsets of the last epoch"
        + " that was committed."
        + OTHERWISE
        + PAGE;
  }

  static String writtenTwice(String batchId) {
    return "A file of batch "
        + batchId
        + " was there when Spark wanted to write it. Either another query writes into the same"
        + " checkpoint: stop it, and give each query a folder of its own. Or the offset log has lost"
        + " its last files while the commit log has kept its own, so that Spark has run batch "
        + batchId
        + " a second time: delete the commits, and the state, after the last offsets, or restore the"
        + " offsets."
        + PAGE;
  }

  static String lostOfSink(String path) {
    return "The file sink has lost "
        + path
        + ", its list of the files that were committed. Readers of the folder see no other files, so"
        + " restore it from a backup, or write to a new folder with a new checkpoint."
        + PAGE;
  }

  static String otherNumberOfSources(String was, String is) {
    return "The job whose checkpoint this is read "
        + was
        + (was.equals("1") ? " source" : " sources")
        + ", and this one reads "
        + is
        + ". Spark finds a source's offsets by its place in the job, so none can be added or taken"
        + " away. Put the sources back as they were, or start with a new checkpoint."
        + PAGE;
  }

  static String checksum(String path, String checksum) {
    return "The file "
        + path
        + " is damaged: its bytes do not fit the checksum in "
        + checksum
        + " that Hadoop has written with it."
        + OTHERWISE
        + " Without the .crc file Spark would read the damage."
        + PAGE;
  }

  static String damaged(String what) {
    return "A file of the checkpoint is cut short or damaged: " + what + "." + OTHERWISE + PAGE;
  }
}
