package dev.weir.report;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;

/** Moments as they fit into a table: without the day where it is the same one for all. */
final class InstantText {
  private final boolean sameDay;

  private InstantText(boolean sameDay) {
    this.sameDay = sameDay;
  }

  static InstantText forAll(Collection<Instant> all) {
    return new InstantText(all.stream().map(InstantText::day).distinct().count() == 1);
  }

  private static LocalDate day(Instant instant) {
    return LocalDate.ofInstant(instant, ZoneOffset.UTC);
  }

  String of(Instant instant) {
    return sameDay ? instant.atOffset(ZoneOffset.UTC).toLocalTime().toString() : instant.toString();
  }
}
