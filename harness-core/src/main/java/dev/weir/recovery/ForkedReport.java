package dev.weir.recovery;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a forked JVM says, as a line on its standard output.
 *
 * @param kind what it is about
 * @param text more of it
 */
record ForkedReport(Kind kind, String text) {

  enum Kind {
    /** It has its SparkContext, and waits for an order. */
    READY,
    /** It adds one more batch: the text is how many there are with it. */
    ADDED,
    /** It stands at a place, and waits to be killed. */
    AT,
    /** It has done everything and did not come to its place: the text is where it came. */
    MISSED,
    /** It has run to the end, and written down what is in the sinks. */
    DONE,
    /** The job has failed: the text is why. */
    FAILED,
    /** It says nothing more: its output has ended. Only the parent makes this one. */
    ENDED
  }

  String line() {
    return kind + " " + ForkedOrder.encoded(text);
  }

  /**
   * A line of its standard output; empty for one that the JVM itself has written, or its agents.
   */
  static Optional<ForkedReport> parse(String line) {
    String[] words = line.split(" ", -1);
    return Arrays.stream(Kind.values())
        .filter(kind -> words.length == 2 && kind.name().equals(words[0]))
        .map(kind -> new ForkedReport(kind, ForkedOrder.decoded(words[1])))
        .findFirst();
  }
}
