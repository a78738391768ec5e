package io.perftune.lake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.perftune.value.Digest;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Hashes values one after the other without ambiguity: a length, a letter for the type, the value.
public final class RowDigest {
  private static final int ROOM = 8_192;

  /// Of a whole number, its sign included.
  private static final int MOST_DIGITS = 20;

  private final MessageDigest digest = Digest.algorithm();
  private final byte[] digits = new byte[MOST_DIGITS];
  private byte[] pending = new byte[ROOM];
  private int length;

  /// Adds one value; text, whole number, number, truth or null.
  public void add(@Nullable Object value) {
    switch (value) {
      case null -> begin(1, '-');
      case String string -> addText('s', string.getBytes(UTF_8));
      case Long whole -> addWhole(whole);
      case Double number -> addText('d', Double.toString(number).getBytes(ISO_8859_1));
      case Boolean truth -> addText('b', Boolean.toString(truth).getBytes(ISO_8859_1));
      default -> throw new IllegalStateException("no column holds " + value.getClass());
    }
  }

  /// Adds a row's values in the order of its columns.
  public void addRow(@Nullable Object[] values) {
    room(1);
    pending[length++] = '\n';
    for (Object value : values) {
      add(value);
    }
  }

  /// To be asked once, at the end.
  public String sha256() {
    room(pending.length);
    return Digest.hex(digest.digest());
  }

  private void addText(char type, byte[] text) {
    begin(1 + text.length, type);
    room(text.length);
    System.arraycopy(text, 0, pending, length, text.length);
    length += text.length;
  }

  private void addWhole(long whole) {
    begin(1 + MOST_DIGITS - decimal(whole), 'i');
    copy(decimal(whole));
  }

  private void begin(int bytes, char type) {
    int from = decimal(bytes);
    room(MOST_DIGITS + 2);
    copy(from);
    pending[length++] = ':';
    pending[length++] = (byte) type;
  }

  private void copy(int from) {
    room(MOST_DIGITS);
    System.arraycopy(digits, from, pending, length, MOST_DIGITS - from);
    length += MOST_DIGITS - from;
  }

  /// Writes the number to the end of `digits`.
  ///
  /// @return where it begins
  private int decimal(long number) {
    int at = MOST_DIGITS;
    long rest = number;
    do {
      digits[--at] = (byte) ('0' + Math.abs((int) (rest % 10)));
      rest /= 10;
    } while (rest != 0);
    if (number < 0) {
      digits[--at] = '-';
    }
    return at;
  }

  /// Has room for as many bytes; hands on what is there where it has not.
  private void room(int bytes) {
    if (length + bytes > pending.length) {
      digest.update(pending, 0, length);
      length = 0;
      if (bytes > pending.length) {
        pending = Arrays.copyOf(pending, bytes);
      }
    }
  }
}
