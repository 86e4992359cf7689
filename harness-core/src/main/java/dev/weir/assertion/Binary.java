package dev.weir.assertion;

import java.util.HexFormat;

/** Bytes that are equal when their contents are, and that can be read. */
record Binary(String hex) {
  static Binary of(byte[] bytes) {
    return new Binary(HexFormat.of().formatHex(bytes));
  }

  @Override
  public String toString() {
    return "0x" + hex;
  }
}
