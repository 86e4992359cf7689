package dev.weir.property;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Makes a case smaller as long as it stays one, after delta debugging: leaves out half of the
 * micro-batches, a quarter, one; joins two; leaves out a row.
 */
final class SmallestCase {
  /** Each try is a run or two of the job. */
  private static final int MOST_TRIES = 100;

  private SmallestCase() {}

  /**
   * A case of which no smaller one was found.
   *
   * @param first micro-batches, none of them empty
   * @param isCase whether others are a case too
   */
  static <T> List<List<T>> of(List<List<T>> first, Predicate<List<List<T>>> isCase) {
    List<List<T>> smallest = first;
    int tries = 0;
    Optional<List<List<T>>> smaller = Optional.of(first);
    while (smaller.isPresent()) {
      smallest = smaller.get();
      smaller = Optional.empty();
      for (List<List<T>> candidate : candidates(smallest)) {
        if (tries++ == MOST_TRIES) {
          return smallest;
        }
        if (isCase.test(candidate)) {
          smaller = Optional.of(candidate);
          break;
        }
      }
    }
    return smallest;
  }

  private static <T> List<List<List<T>>> candidates(List<List<T>> batches) {
    List<List<List<T>>> candidates = new ArrayList<>();
    for (int size = batches.size() / 2; size > 0; size /= 2) {
      for (int from = 0; from + size <= batches.size(); from += size) {
        candidates.add(without(batches, from, from + size));
      }
    }
    for (int i = 0; i + 1 < batches.size(); i++) {
      List<List<T>> joined = new ArrayList<>(batches);
      List<T> both = new ArrayList<>(joined.remove(i));
      both.addAll(joined.get(i));
      joined.set(i, List.copyOf(both));
      candidates.add(List.copyOf(joined));
    }
    for (int i = 0; i < batches.size(); i++) {
      List<T> batch = batches.get(i);
      for (int row = 0; batch.size() > 1 && row < batch.size(); row++) {
        List<List<T>> fewer = new ArrayList<>(batches);
        fewer.set(i, without(batch, row, row + 1));
        candidates.add(List.copyOf(fewer));
      }
    }
    return candidates;
  }

  private static <E> List<E> without(List<E> all, int from, int to) {
    List<E> rest = new ArrayList<>(all.subList(0, from));
    rest.addAll(all.subList(to, all.size()));
    return List.copyOf(rest);
  }
}
