package io.perftune.value;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The hash under which the product knows bytes again: sha256, lower-case hex.
public final class Digest {
  private Digest() {}

  /// The sha256 of the bytes.
  public static String sha256(byte[] bytes) {
    return hex(algorithm().digest(bytes));
  }

  /// The sha256 of the text's UTF-8.
  public static String sha256(String text) {
    return sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  /// The sha256 of the text's UTF-8 as its 32 bytes.
  public static byte[] bytes(String text) {
    return algorithm().digest(text.getBytes(StandardCharsets.UTF_8));
  }

  /// A running sha256.
  public static MessageDigest algorithm() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// The finished digest as lower-case hex.
  public static String hex(byte[] digest) {
    return HexFormat.of().formatHex(digest);
  }
}
