package dev.weir.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a class whose tests test streaming jobs: {@link SparkStreamingExtension} with settings.
 *
 * <p>It may be put on a class, on an annotation of one's own, and is inherited by subclasses and
 * {@code @Nested} classes.
 *
 * <pre>{@code
 * @SparkStreamingTest(shufflePartitions = 3, conf = "spark.sql.session.timeZone=UTC")
 * class WordCountJobTest {
 *   @Test
 *   void countsWords(StreamHarness harness) { ... }
 * }
 * }</pre>
 */
@API(status = Status.MAINTAINED, since = "0.1")
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@ExtendWith(SparkStreamingExtension.class)
public @interface SparkStreamingTest {

  /**
   * The master of the shared SparkContext: {@code local[n]}, or {@code spark://host:port} of a
   * standalone cluster. Classes that ask for another one get another context. The system property
   * {@code weir.master} wins over it, so that a whole suite runs on a cluster by one setting.
   */
  String master() default "local[2]";

  /**
   * Configurations, each {@code key=value}. SQL configurations that a session may change are set in
   * the test's session; all others belong to the SparkContext.
   */
  String[] conf() default {};

  /** The number of shuffle partitions, and with it of each state store; 0 leaves it to Spark. */
  int shufflePartitions() default 1;

  /** How long one step may take, as {@link java.time.Duration#parse} reads it. */
  String timeout() default "PT60S";

  /** The processing time at which each test begins, an ISO instant; by default the time of day. */
  String clockStartsAt() default "";

  /** Whether Spark's settings are left as they come, instead of Weir's fast ones. */
  boolean productionLike() default false;

  /**
   * Whether a test fails that is green but means nothing: a query that processed no row, rows that
   * nobody read, a failed query that nobody looked at.
   */
  boolean strict() default true;

  /** What becomes of a test that leaves something behind. It is put right in any case. */
  LeakPolicy leaks() default LeakPolicy.REPORT;
}
