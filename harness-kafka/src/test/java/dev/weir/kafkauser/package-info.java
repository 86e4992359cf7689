/** Tests as a user would write them: from another package, through public types only. */
package dev.weir.kafkauser;
