/**
 * Crashes, restarts and what becomes of the rows: {@link dev.weir.recovery.Recovery} runs a job
 * through a crash at each place where it can have one and says whether its sinks notice.
 */
@org.jspecify.annotations.NullMarked
package dev.weir.recovery;
