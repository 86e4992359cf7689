package dev.weir.query;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The views that a test took from {@code assertThat(query)} and has asserted nothing on yet. */
final class ExpectedAssertions {
  private final Map<Integer, String> open = new LinkedHashMap<>();
  private int taken;

  synchronized Runnable add(String view) {
    int number = taken++;
    open.put(number, view);
    return () -> remove(number);
  }

  private synchronized void remove(int number) {
    open.remove(number);
  }

  synchronized List<String> unmet(String query) {
    return open.values().stream()
        .map(view -> "assertThat(" + query + ")." + view + " is followed by no assertion")
        .toList();
  }
}
