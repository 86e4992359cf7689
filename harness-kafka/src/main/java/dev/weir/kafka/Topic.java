package dev.weir.kafka;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Declares a topic, on a parameter or a field of the type {@link KafkaTopic}.
 *
 * <p>Within one test, declarations with the same label, or with the same name, mean the same topic:
 * a method with {@code @BeforeEach} can fill what the test then reads. A parameter without this
 * annotation means the topic without a label.
 *
 * <p>An instance field gets a new topic before each test, a static field one for all tests of the
 * class.
 */
@API(status = Status.MAINTAINED, since = "0.1")
@Target({ElementType.PARAMETER, ElementType.FIELD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@ExtendWith(KafkaExtension.class)
public @interface Topic {

  /**
   * A label that tells the topics of one test apart, and is a part of the fresh name; of letters,
   * digits, {@code -} and {@code _}.
   */
  String value() default "";

  /**
   * The topic's exact name, for a job whose topic cannot be chosen. Two tests at once cannot have
   * the same; the second is refused. Without it, the topic gets a name that no other topic has.
   */
  String name() default "";

  /** How many partitions, at least 1. */
  int partitions() default 1;

  /** On how many brokers each partition is kept; 0 for as many as the cluster has by default. */
  int replicas() default 0;

  /**
   * Configurations of the topic, each {@code name=value}: {@code cleanup.policy=compact}, {@code
   * min.insync.replicas=2}.
   */
  String[] config() default {};
}
