package dev.weir.kafka;

/** What {@link PublicApiTest} must find. */
public final class WithoutStatus {
  private WithoutStatus() {}
}
