package dev.weir.kafkauser;

import dev.weir.kafka.KafkaTest;
import dev.weir.kafka.KafkaTopic;
import dev.weir.kafka.Topic;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

@StreamingTestBase.StreamingTest
abstract class StreamingTestBase {

  @KafkaTest
  @Inherited
  @Retention(RetentionPolicy.RUNTIME)
  @interface StreamingTest {}

  @Topic("people")
  protected KafkaTopic people;
}
