package dev.weir.kafka;

import dev.weir.junit.SparkStreamingExtension;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs one test over several kinds of Kafka, and compares what its queries gave.
 *
 * <h2>Applicability</h2>
 *
 * On a test method, instead of {@code @Test}. Its parameters are those of {@link KafkaTest}; what a
 * {@code KafkaTest} says besides the kind of broker holds for those kinds that it can hold for.
 *
 * <h2>Scope</h2>
 *
 * The test runs once for each kind, in their order, each time with topics of its own. A kind that
 * cannot be had is a failure; with {@link #skipIfNoEngine} the run over a container is skipped
 * where no container engine runs, and a line on the standard output says so.
 *
 * <p>At the end of each run, the tables of the test's queries are compared with those of the first
 * run that passed: for each query, in the order in which they were started, the rows of {@code
 * changeLog()} in any order (in complete mode: of the last snapshot). If they differ, the run
 * fails, and the message shows how. {@link #compare} switches that off, for a query that gives what
 * only one of them has: a record's partition, offset, or the time of its sending.
 *
 * <h2>Examples</h2>
 *
 * <pre>{@code
 * @KafkaSource({MEMORY, EMBEDDED, CONTAINER})
 * void tenMostFrequentTitles(StreamHarness harness, KafkaTopic people) {
 *   TestQuery titles = harness.start(topTitles(people.readStream()), OutputMode.Complete());
 *   people.send("{\"title\":\"Nurse\"}");
 *   titles.processAllAvailable();
 *   assertThat(titles).table().containsExactly(row("Nurse", 1L));
 * }
 * }</pre>
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@TestTemplate
@ExtendWith({SparkStreamingExtension.class, KafkaExtension.class, KafkaSourceExtension.class})
public @interface KafkaSource {

  /** The kinds, in the order in which the test runs over them. */
  BrokerKind[] value() default {BrokerKind.MEMORY, BrokerKind.EMBEDDED};

  /** Whether the run over a container is skipped, and does not fail, where no engine runs. */
  boolean skipIfNoEngine() default false;

  /** Whether the runs' results must agree. */
  boolean compare() default true;
}
