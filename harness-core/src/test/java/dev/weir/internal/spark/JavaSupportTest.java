package dev.weir.internal.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.util.VersionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JavaSupportTest {

  private static JavaSupport.CurrentUser refused(String message) {
    return () -> {
      throw new UnsupportedOperationException(message);
    };
  }

  private static String start(int java) {
    return "Spark "
        + org.apache.spark.package$.MODULE$.SPARK_VERSION()
        + " cannot start on Java "
        + java
        + ": its Hadoop "
        + VersionInfo.getVersion()
        + " uses Subject.getSubject to find out who the user is, and Java says: ";
  }

  @Test
  void onThisJavaItCan() {
    assertThat(JavaSupport.problem()).isEmpty();
  }

  @Test
  void fromJava24OnAnotherJavaIsNeeded() {
    assertThat(JavaSupport.problem(25, refused("getSubject is not supported")))
        .contains(
            start(25)
                + "getSubject is not supported. Run the tests on Java 17, as with the jdkToolchain or"
                + " jvm of Surefire. See docs/errors/java-version.md");
  }

  @Test
  void onJava23ASwitchIsEnough() {
    assertThat(
            JavaSupport.problem(
                23, refused("getSubject is supported only if a security manager is allowed")))
        .contains(
            start(23)
                + "getSubject is supported only if a security manager is allowed. Add"
                + " -Djava.security.manager=allow to the argLine of Surefire, or run the tests on Java"
                + " 17. See docs/errors/java-version.md");
  }

  /** Which costs a part of a second that the start of Spark may not need. */
  @ParameterizedTest
  @ValueSource(ints = {17, 21, 22})
  void beforeJava23HadoopIsNotAsked(int java) {
    List<String> asked = new java.util.ArrayList<>();
    assertThat(JavaSupport.problem(java, () -> asked.add("asked"))).isEmpty();
    assertThat(asked).isEmpty();
  }

  @Test
  void aHadoopThatKnowsTheUserIsFine() {
    assertThat(JavaSupport.problem(25, () -> "user")).isEmpty();
    assertThat(
            JavaSupport.problem(
                25,
                () -> {
                  throw new IOException("no login");
                }))
        .isEmpty();
  }
}
