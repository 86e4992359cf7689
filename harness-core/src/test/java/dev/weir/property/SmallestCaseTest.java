package dev.weir.property;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SmallestCaseTest {

  private static final List<List<String>> LETTERS =
      List.of(List.of("a", "b"), List.of("c"), List.of("d", "e", "f"), List.of("g"));

  private static List<String> joined(List<List<String>> batches) {
    List<String> all = new ArrayList<>();
    batches.forEach(all::addAll);
    return all;
  }

  @Test
  void rowsThatDoNotMatterAreLeftOut() {
    assertThat(SmallestCase.of(LETTERS, batches -> joined(batches).contains("e")))
        .containsExactly(List.of("e"));
  }

  @Test
  void microBatchesAreJoined() {
    assertThat(SmallestCase.of(LETTERS, batches -> joined(batches).containsAll(List.of("b", "g"))))
        .containsExactly(List.of("b", "g"));
  }

  @Test
  void whatMustBeApartStaysApart() {
    assertThat(
            SmallestCase.of(
                LETTERS,
                batches ->
                    batches.stream().anyMatch(batch -> batch.contains("a"))
                        && batches.stream().anyMatch(batch -> batch.contains("f"))
                        && batches.stream()
                            .noneMatch(batch -> batch.containsAll(List.of("a", "f")))))
        .containsExactly(List.of("a"), List.of("f"));
  }

  @Test
  void whatCannotBeSmallerStaysAsItIs() {
    assertThat(SmallestCase.of(LETTERS, batches -> batches.equals(LETTERS))).isEqualTo(LETTERS);
  }

  @Test
  void noCandidateHasAnEmptyMicroBatch() {
    SmallestCase.of(
        LETTERS,
        batches -> {
          assertThat(batches).noneMatch(List::isEmpty);
          return !batches.isEmpty() && joined(batches).size() > 1;
        });
  }

  @Test
  void halvesGoFirst() {
    List<List<Integer>> many = IntStream.range(0, 64).mapToObj(List::of).toList();
    AtomicInteger tries = new AtomicInteger();
    assertThat(
            SmallestCase.of(
                many,
                batches -> {
                  tries.incrementAndGet();
                  return batches.contains(List.of(63));
                }))
        .containsExactly(List.of(63));
    assertThat(tries).hasValue(6);
  }

  @Test
  void aHundredTriesAreTheEnd() {
    List<List<Integer>> many = Collections.nCopies(500, List.of(1));
    AtomicInteger tries = new AtomicInteger();
    assertThat(
            SmallestCase.of(
                many,
                batches -> {
                  tries.incrementAndGet();
                  return false;
                }))
        .isEqualTo(many);
    assertThat(tries).hasValue(100);
  }
}
