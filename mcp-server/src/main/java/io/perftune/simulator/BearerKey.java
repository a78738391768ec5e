package io.perftune.simulator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// The key that clients have to send; its text is in no log.
public record BearerKey(String text) {
  public BearerKey {
    if (text.isBlank()) {
      throw new IllegalArgumentException("the bearer key is blank");
    }
  }

  boolean matches(String given) {
    return MessageDigest.isEqual(
        text.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "BearerKey[hidden]";
  }
}
