package dev.weir.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;
import org.apache.commons.text.StringEscapeUtils;
import org.jspecify.annotations.Nullable;

/**
 * What the pages have in common. Text is escaped by commons-text, which comes with every Spark: as
 * for XML, which leaves alone what needs no escape and leaves out what no page may have.
 */
final class Html {
  private Html() {}

  static String escape(@Nullable String text) {
    return StringEscapeUtils.escapeXml11(text);
  }

  /** A style sheet or script of ours, which is a file beside this class. */
  static String resource(String name) {
    try (InputStream stream = Html.class.getResourceAsStream(name)) {
      return new String(
          Objects.requireNonNull(stream, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * By this a browser tells what stands in an element from what somebody has put there: a page runs
   * the script that has this hash and no other, whatever is in its rows.
   */
  static String hash(String content) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Each Java has SHA-256", e);
    }
  }
}
