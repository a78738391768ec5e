package io.perftune.engine.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// Reads a body until it ends, is too long, or has brought too many server-sent events.
final class BoundedBody {
  private static final byte[] DATA = "data:".getBytes(StandardCharsets.US_ASCII);

  private final HttpCall.Limits limits;
  private final ByteArrayOutputStream read = new ByteArrayOutputStream();
  private int events;

  /// How much of DATA this line has begun with; -1 where it is another.
  private int matched;

  BoundedBody(HttpCall.Limits limits) {
    this.limits = limits;
  }

  void readFrom(InputStream in) throws IOException {
    byte[] buffer = new byte[16 * 1024];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      read.write(buffer, 0, count);
      for (int i = 0; i < count; i++) {
        look(buffer[i]);
      }
      if (stopped()) {
        return;
      }
    }
  }

  boolean stopped() {
    return events > limits.events() || read.size() > limits.bytes();
  }

  String text() {
    return read.toString(StandardCharsets.UTF_8);
  }

  private void look(byte b) {
    if (b == '\n') {
      matched = 0;
    } else if (matched >= 0 && b == DATA[matched]) {
      matched++;
      if (matched == DATA.length) {
        events++;
        matched = -1;
      }
    } else {
      matched = -1;
    }
  }
}
