package dev.weir.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Lets contenders run in turn, a block of tests each, over and over: so each has the same age of
 * the JVM, in which a streaming test gets faster until about the 250th. Each block has a new
 * SparkContext, and some tests before those that count.
 */
final class Alternation {
  private final String part;
  private final List<Contender> contenders;
  private final List<Work> works;

  Alternation(String part, List<Contender> contenders, List<Work> works) {
    this.part = part;
    this.contenders = contenders;
    this.works = works;
  }

  /** A figure for each contender, work and block: the median of its tests, in milliseconds. */
  void run(int blocks, int before, int count) throws Exception {
    for (int block = 0; block < blocks; block++) {
      for (Contender contender : order(block)) {
        try (Contender.Tests tests = contender.opener().open()) {
          for (Work work : works) {
            if (contender.can().test(work)) {
              double millis = block(tests, work, before, count);
              Figures.print(part + "/" + work.name() + "/" + contender.name(), millis);
            }
          }
        }
      }
    }
  }

  /** Every second time the other way round, so that none is always the one in the older JVM. */
  private List<Contender> order(int block) {
    List<Contender> order = new ArrayList<>(contenders);
    if (block % 2 == 1) {
      Collections.reverse(order);
    }
    return order;
  }

  static double block(Contender.Tests tests, Work work, int before, int count) throws Exception {
    for (int i = 0; i < before; i++) {
      tests.test(work);
    }
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long start = System.nanoTime();
      tests.test(work);
      millis.add((System.nanoTime() - start) / 1e6);
    }
    return Figures.median(millis);
  }
}
