package dev.weir.assertion;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.opentest4j.AssertionFailedError;

/** Texts of failures, and the files that have them. */
public final class Texts {
  private Texts() {}

  public static AssertionFailedError failureOf(ThrowingCallable assertion) {
    return assertThrows(AssertionFailedError.class, assertion::call, "the assertion has to fail");
  }

  public static String golden(String name) throws IOException {
    try (InputStream file =
        Objects.requireNonNull(
            Texts.class.getResourceAsStream("failures/" + name + ".txt"), name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
