package dev.weir.kafka;

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
 * Runs a test or a class only where Kafka can run in a container: where an engine runs, and the
 * image is there or can be pulled. Where it cannot, the tests are skipped with the reason, and one
 * line on the standard output says so for all of them. With the configuration parameter {@code
 * weir.kafka.engine.required=true}, or the variable {@code WEIR_KAFKA_ENGINE_REQUIRED}, they run
 * and fail instead: for a build that must not miss them.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(ContainerEngineCondition.class)
public @interface EnabledIfContainerEngine {}
