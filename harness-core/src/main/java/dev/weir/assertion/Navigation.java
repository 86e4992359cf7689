package dev.weir.assertion;

import java.util.function.Function;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assert;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.api.SoftAssertionsProvider;
import org.assertj.core.api.WritableAssertionInfo;
import org.jspecify.annotations.Nullable;

/**
 * The way from one assertion to another: soft ones lead to soft ones, and a description goes along.
 *
 * <p>AssertJ collects what the methods of a soft assertion throw, and knows which of its own
 * methods lead on; of ours it does not.
 */
final class Navigation {
  private Navigation() {}

  /**
   * Leads to other assertions.
   *
   * @param softly what collects their failures; null where they are thrown
   * @param info of the assertions that one comes from
   * @param hard makes the assertions that throw
   */
  static <A extends AbstractAssert<A, T>, T> A to(
      @Nullable SoftAssertionsProvider softly,
      WritableAssertionInfo info,
      Class<A> type,
      Class<T> of,
      T actual,
      Function<T, A> hard) {
    A next = softly == null ? hard.apply(actual) : softly.proxy(type, of, actual);
    return info.hasDescription() ? next.as(info.description()) : next;
  }

  /**
   * What a chain goes on with whose failure is collected already: all that it asserts passes.
   *
   * @param type what the chain expects
   * @param of what it is about, of which there is none
   */
  static <A extends Assert<? extends A, ? extends T>, T> A nowhere(Class<A> type, Class<T> of) {
    return new SoftAssertions().proxy(type, of, null);
  }

  /** A description of ours after that of the test. */
  static String description(WritableAssertionInfo info, String ours) {
    return info.hasDescription() ? info.descriptionText() + ", " + ours : ours;
  }
}
