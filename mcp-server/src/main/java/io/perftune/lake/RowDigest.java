package io.perftune.lake;

import io.perftune.value.Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/// Hashes values one after the other without ambiguity: a length, a letter for the type, the value.
public final class RowDigest {
  private final MessageDigest digest = Digest.algorithm();

  /// Adds one value; text, whole number, number, truth or null.
  public void add(@Nullable Object value) {
    String text =
        switch (value) {
          case null -> "-";
          case String string -> "s" + string;
          case Long whole -> "i" + whole;
          case Double number -> "d" + number;
          case Boolean truth -> "b" + truth;
          default -> throw new IllegalStateException("no column holds " + value.getClass());
        };
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
    digest.update(bytes);
  }

  /// Adds a row's values in the order of its columns.
  public void addRow(@Nullable Object[] values) {
    digest.update((byte) '\n');
    for (Object value : values) {
      add(value);
    }
  }

  /// To be asked once, at the end.
  public String sha256() {
    return Digest.hex(digest.digest());
  }
}
