package dev.weir.property;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One way of cutting rows into micro-batches.
 *
 * @param sizes how many rows each has, one or more
 */
record Slicing(List<Integer> sizes) {
  private static final int MOST_SIZES = 8;

  /**
   * Slicings of which the first has all rows in one micro-batch.
   *
   * @param rows how many there are to be cut
   * @param atMost how many slicings; all, if there are no more
   * @param seed of those that are drawn
   */
  static List<Slicing> of(int rows, int atMost, long seed) {
    int places = rows - 1;
    Set<Slicing> slicings = new LinkedHashSet<>();
    slicings.add(cutAt(new BitSet(), rows));
    BitSet everywhere = new BitSet();
    everywhere.set(0, places);
    slicings.add(cutAt(everywhere, rows));
    if (places < Integer.SIZE - 1 && 1 << places <= atMost) {
      for (long cuts = 1; cuts < 1L << places; cuts++) {
        slicings.add(cutAt(BitSet.valueOf(new long[] {cuts}), rows));
      }
      return List.copyOf(slicings);
    }
    BitSet halfway = new BitSet();
    halfway.set(places / 2);
    slicings.add(cutAt(halfway, rows));
    Random random = new Random(seed);
    while (slicings.size() < atMost) {
      double density = random.nextDouble();
      BitSet cuts = new BitSet();
      for (int place = 0; place < places; place++) {
        cuts.set(place, random.nextDouble() < density);
      }
      slicings.add(cutAt(cuts, rows));
    }
    return slicings.stream().limit(atMost).toList();
  }

  /** Cut after the rows of these numbers. */
  private static Slicing cutAt(BitSet cuts, int rows) {
    List<Integer> sizes = new ArrayList<>();
    int from = 0;
    for (int row = 0; row < rows; row++) {
      if (cuts.get(row) || row == rows - 1) {
        sizes.add(row + 1 - from);
        from = row + 1;
      }
    }
    return new Slicing(List.copyOf(sizes));
  }

  /** That of rows that are cut already. */
  static Slicing of(List<? extends List<?>> batches) {
    return new Slicing(batches.stream().map(List::size).toList());
  }

  <T> List<List<T>> cut(List<T> rows) {
    List<List<T>> batches = new ArrayList<>();
    int from = 0;
    for (int size : sizes) {
      batches.add(rows.subList(from, from + size));
      from += size;
    }
    return List.copyOf(batches);
  }

  /** {@code 2+1+1}. */
  @Override
  public String toString() {
    String shown =
        sizes.stream().limit(MOST_SIZES).map(String::valueOf).collect(Collectors.joining("+"));
    return sizes.size() <= MOST_SIZES ? shown : shown + "+… (" + sizes.size() + " micro-batches)";
  }
}
