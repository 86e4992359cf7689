/** Kafka brokers and topics for tests. */
@NullMarked
package dev.weir.kafka;

import org.jspecify.annotations.NullMarked;
