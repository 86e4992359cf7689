/**
 * The embedded Kafka cluster, seen from inside the class loader that it runs in.
 *
 * <p>{@link dev.weir.kafka.broker.EmbeddedClusterEntry} is all that the outside knows.
 */
package dev.weir.kafka.broker;
