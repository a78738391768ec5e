package io.perftune.lake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.value.Digest;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowDigestTest {
  /// What a reader needs to make the hash again: one line feed a row, then of each value the number
  /// of its bytes, a colon, a letter for the type, and the value as text.
  @Test
  void isTheHashOfLengthTypeAndText() {
    Random random = new Random(7);
    List<@Nullable Object[]> rows = new ArrayList<>();
    rows.add(
        new @Nullable Object[] {
          null,
          "",
          "text",
          "zażółć 🙂",
          0L,
          -1L,
          Long.MAX_VALUE,
          Long.MIN_VALUE,
          10L,
          0.0,
          -0.0,
          1.5e300,
          true,
          false,
          "x".repeat(20_000),
          "after"
        });
    for (int row = 0; row < 2_000; row++) {
      rows.add(
          new @Nullable Object[] {random.nextLong(), random.nextDouble(), "v" + row, (long) row});
    }
    RowDigest digest = new RowDigest();
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    for (@Nullable Object[] row : rows) {
      digest.addRow(row);
      plain.write('\n');
      Arrays.stream(row).forEach(value -> plain.writeBytes(plain(value)));
    }

    assertThat(digest.sha256()).isEqualTo(Digest.sha256(plain.toByteArray()));
  }

  private static byte[] plain(@Nullable Object value) {
    String text =
        switch (value) {
          case null -> "-";
          case String string -> "s" + string;
          case Long whole -> "i" + whole;
          case Double number -> "d" + number;
          default -> "b" + value;
        };
    return (text.getBytes(UTF_8).length + ":" + text).getBytes(UTF_8);
  }
}
