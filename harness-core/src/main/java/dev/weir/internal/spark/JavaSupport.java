package dev.weir.internal.spark;

import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.util.VersionInfo;

/**
 * Whether Spark can start on this Java, asked before it does. Its first act is to ask Hadoop for
 * the user's name, and Hadoop asks a method of the JDK that Java 23 has put behind a switch and
 * Java 24 has disabled. Which Hadoop that is, is the user's choice, so it is tried and not told by
 * its version.
 */
public final class JavaSupport {
  private static final int BEHIND_A_SWITCH = 23;

  private JavaSupport() {}

  /** The problem in words, with what to do, if Spark cannot start here. */
  public static Optional<String> problem() {
    return problem(Runtime.version().feature(), UserGroupInformation::getCurrentUser);
  }

  static Optional<String> problem(int java, CurrentUser hadoop) {
    if (java < BEHIND_A_SWITCH) {
      return Optional.empty();
    }
    try {
      hadoop.ask();
      return Optional.empty();
    } catch (UnsupportedOperationException e) {
      return Optional.of(text(java, e));
    } catch (IOException e) {
      // Not of Java's making: Spark itself will say.
      return Optional.empty();
    }
  }

  private static String text(int java, UnsupportedOperationException cause) {
    return "Spark "
        + org.apache.spark.package$.MODULE$.SPARK_VERSION()
        + " cannot start on Java "
        + java
        + ": its Hadoop "
        + VersionInfo.getVersion()
        + " uses Subject.getSubject to find out who the user is, and Java says: "
        + cause.getMessage()
        + ". "
        + (java == BEHIND_A_SWITCH
            ? "Add -Djava.security.manager=allow to the argLine of Surefire, or run the tests on Java"
                + " 17."
            : "Run the tests on Java 17, as with the jdkToolchain or jvm of Surefire.")
        + " See docs/errors/java-version.md";
  }

  /** What Hadoop is asked; a test gives one that answers as on another Java. */
  @FunctionalInterface
  interface CurrentUser {
    Object ask() throws IOException;
  }
}
