package com.example;

import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

class NoArchiveTest {
  @Test
  void runsWithout() throws Exception {
    assertFalse(Archive.isMapped());
  }
}
