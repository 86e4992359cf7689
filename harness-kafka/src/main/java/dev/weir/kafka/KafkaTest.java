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
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives tests a Kafka broker, and each of them topics of its own.
 *
 * <h2>Applicability</h2>
 *
 * On a test class, on a test method, or on an annotation of your own. Test classes within it and
 * below it inherit it. Parameters of the type {@link KafkaTopic}, {@link KafkaBroker} and {@link
 * EmbeddedKafkaBroker} and fields with {@link Topic} are filled; a parameter or a field with {@link
 * Topic} needs no {@code KafkaTest}.
 *
 * <h2>Scope</h2>
 *
 * The broker starts when the first test wants it, serves the whole run, and is gone at its end. A
 * topic lives as long as its test (a static field: its class) and is then deleted. Topics that the
 * test or its job created besides are found, deleted and reported, as a report entry {@code
 * weir.kafka.leaked} and in the log. The broker creates no topic by itself.
 *
 * <h2>Parallel execution</h2>
 *
 * Tests may run at the same time, since no two have a topic in common; a second test that wants the
 * same fixed name is refused. While several tests run, a topic that none of them declared is looked
 * for when the last of them ends.
 *
 * <h2>Examples</h2>
 *
 * <pre>{@code
 * @KafkaTest
 * class TopTitlesJobTest {
 *
 *   @Test
 *   void readsEveryPartition(@Topic(partitions = 3) KafkaTopic people) {
 *     people.send("{\"title\":\"Engineer\"}", "{\"title\":\"Baker\"}");
 *     ...
 *   }
 * }
 * }</pre>
 */
@API(status = Status.MAINTAINED, since = "0.1")
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith({SparkStreamingExtension.class, KafkaExtension.class})
public @interface KafkaTest {

  /** Where Kafka runs; what the run is set to by default. */
  BrokerKind broker() default BrokerKind.DEFAULT;

  /** How many brokers the cluster has, 1 to 3; an external one has at least so many. */
  int brokers() default 1;

  /**
   * The ports of the embedded brokers, one for each, for a job whose address cannot be chosen; free
   * ones by default.
   */
  int[] ports() default {};

  /**
   * The image of a container, which must keep the start contract of {@code apache/kafka}. By
   * default the parameter {@code weir.kafka.image}, else the variable {@code WEIR_KAFKA_IMAGE},
   * else {@code apache/kafka} of the embedded broker's version.
   */
  String image() default "";

  /**
   * What the brokers ask of their clients; of an external cluster, its properties file says it, and
   * without a broker nothing is asked.
   */
  KafkaSecurity security() default KafkaSecurity.NONE;

  /** Properties of the brokers, each {@code name=value}, for the embedded one and a container. */
  String[] properties() default {};

  /**
   * Whether the test, or the class with this annotation, has a cluster for itself alone, which it
   * may do harm to: see {@link EmbeddedKafkaBroker#stopBroker}. After each test all its brokers run
   * again.
   */
  boolean own() default false;
}
