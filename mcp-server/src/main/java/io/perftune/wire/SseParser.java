package io.perftune.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Cuts a body that arrives in pieces into server-sent events, by the rules of the HTML standard,
/// section 9.2.6.
///
/// Pieces may end anywhere: inside a character, between CR and LF. Comments, `id` and `retry` are
/// passed over. Beyond the standard, the last event counts without its blank line, if its lines are
/// whole.
public final class SseParser {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final Consumer<SseEvent> events;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final StringBuilder data = new StringBuilder();
  private boolean anyData;
  private @Nullable String name;
  private long dataNanos;
  private boolean afterCarriageReturn;
  private boolean firstLine = true;

  /// @param events gets each event as it is complete
  public SseParser(Consumer<SseEvent> events) {
    this.events = events;
  }

  /// Takes the next piece.
  ///
  /// @param nanos when it was read
  public void accept(byte[] piece, long nanos) {
    int start = 0;
    for (int i = 0; i < piece.length; i++) {
      byte b = piece[i];
      if (b == '\n' && afterCarriageReturn) {
        afterCarriageReturn = false;
        start = i + 1;
      } else if (b == '\n' || b == '\r') {
        line.write(piece, start, i - start);
        start = i + 1;
        afterCarriageReturn = b == '\r';
        lineEnded(nanos);
      } else {
        afterCarriageReturn = false;
      }
    }
    line.write(piece, start, piece.length - start);
  }

  /// Ends the stream.
  ///
  /// @return the line that was cut off, its end missing; null where the last line is whole
  public @Nullable String finish() {
    dispatch();
    return line.size() == 0 ? null : takeLine();
  }

  private void lineEnded(long nanos) {
    String text = takeLine();
    if (text.isEmpty()) {
      dispatch();
      return;
    }
    int colon = text.indexOf(':');
    String field = colon < 0 ? text : text.substring(0, colon);
    String value = colon < 0 ? "" : text.substring(colon + 1);
    value = value.startsWith(" ") ? value.substring(1) : value;
    if (field.equals("data")) {
      data.append(anyData ? "\n" : "").append(value);
      anyData = true;
      dataNanos = nanos;
    } else if (field.equals("event")) {
      name = value;
    }
  }

  private String takeLine() {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    if (firstLine && !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) {
      text = text.substring(1);
    }
    firstLine = false;
    return text;
  }

  private void dispatch() {
    if (anyData) {
      events.accept(new SseEvent(name, data.toString(), dataNanos));
    }
    data.setLength(0);
    anyData = false;
    name = null;
  }
}
