/**
 * Kafka brokers and topics for tests.
 *
 * <p>Most tests need two types: {@link dev.weir.kafka.KafkaTest} on the class, and {@link
 * dev.weir.kafka.KafkaTopic} as a parameter or a field.
 */
@NullMarked
package dev.weir.kafka;

import org.jspecify.annotations.NullMarked;
