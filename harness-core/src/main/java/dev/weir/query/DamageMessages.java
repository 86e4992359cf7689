package dev.weir.query;

import java.util.List;

/** What is said to who damages a checkpoint in a way that shows nothing. */
final class DamageMessages {
  private static final int FILES = 40;
  private static final String PAGE = " See docs/errors/checkpoint-damage.md";

  private DamageMessages() {}

  static String inUse(String query) {
    return "Query '"
        + query
        + "' is running, and would not notice what becomes of its checkpoint, or write over it."
        + " Call query.stop() first."
        + PAGE;
  }

  static String inUseByAnother(String query) {
    return "Another query is running on the checkpoint of query '"
        + query
        + "', and would not notice what becomes of it, or write over it. Stop that one first."
        + PAGE;
  }

  static String noSuchFile(String path, String checkpoint, List<String> there) {
    return "There is no file "
        + path
        + " in "
        + checkpoint
        + ", but "
        + (there.isEmpty()
            ? "none at all"
            : String.join(", ", there.stream().limit(FILES).toList()))
        + (there.size() > FILES ? " and " + (there.size() - FILES) + " more" : "")
        + "."
        + PAGE;
  }

  static String notShorter(String path, long bytes, long asked) {
    return "The file "
        + path
        + " has "
        + bytes
        + (bytes == 1 ? " byte" : " bytes")
        + ", so that it cannot be cut short to "
        + asked
        + ": say 0 or more, and fewer than it has."
        + PAGE;
  }

  static String empty(String path) {
    return "The file " + path + " is empty, so that nothing in it can be changed." + PAGE;
  }

  static String notCommitted(long batchId, List<Long> committed) {
    return "Batch "
        + batchId
        + " is not in the commit log, but batches "
        + committed
        + ", so that it cannot be forgotten."
        + PAGE;
  }

  static String notTheLast(long batchId, long last) {
    return "Batch "
        + batchId
        + " would not run again: Spark looks at the last batch only, which is "
        + last
        + ". Forget that one, or go on from an earlier batch with"
        + " query.restart(Restart.asItWas().fromBatch(...))."
        + PAGE;
  }
}
