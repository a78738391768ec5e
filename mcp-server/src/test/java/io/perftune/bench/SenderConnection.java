package io.perftune.bench;

import io.perftune.simulator.Truth;
import io.perftune.simulator.answer.TokenCounts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One connection to the lean sender: a request is read to its last byte, then its answer is
/// written step by step. Between two requests it makes objects, while it writes none.
final class SenderConnection {
  private static final int MOST_BYTES = 1 << 20;
  private static final byte[] CONTENT_LENGTH =
      "content-length:".getBytes(StandardCharsets.US_ASCII);
  private static final int LOWER_CASE = 0x20;
  private static final Pattern ID = Pattern.compile("(?i)\r\nx-request-id: *([^\r]*)");
  private static final Pattern MODEL = Pattern.compile("\"model\" *: *\"([^\"]*)\"");
  private static final int PROMPT_TOKENS = 100;

  private final SocketChannel channel;
  private final ByteBuffer in = ByteBuffer.allocate(MOST_BYTES);
  private int whole;
  private long arrived;
  private SenderPlan plan = new SenderPlan(0, 0, 0, 1);
  private String id = "";
  private long[] stamps = {};
  private int sent;
  private long due;
  private boolean active;
  private boolean last;
  private ByteBuffer first = ByteBuffer.allocate(0);
  private ByteBuffer tokens = ByteBuffer.allocate(0);
  private ByteBuffer end = ByteBuffer.allocate(0);
  private @Nullable ByteBuffer rest;

  SenderConnection(SocketChannel channel) {
    this.channel = channel;
  }

  /// Whether an answer is under way.
  boolean active() {
    return active;
  }

  /// When its next write is due, on System.nanoTime.
  long due() {
    return due;
  }

  /// Takes what came; the stamp of arrival is that of the latest.
  ///
  /// @return whether a request is whole by now
  /// @throws IOException where the client left
  boolean read() throws IOException {
    int count = channel.read(in);
    arrived = System.nanoTime();
    if (count < 0) {
      throw new IOException("the client left");
    }
    if (whole == 0) {
      whole = length();
    }
    return whole > 0 && in.position() >= whole;
  }

  /// Begins the answer: its first write is on a tick of the clock that all streams of a gap share.
  void begin() {
    String text = new String(in.array(), 0, whole, StandardCharsets.ISO_8859_1);
    id = group(ID, text);
    plan = SenderPlan.of(group(MODEL, text));
    stamps = new long[plan.tokens()];
    first = SenderBytes.first(plan.events());
    tokens = SenderBytes.tokens(plan.events());
    end = SenderBytes.end(PROMPT_TOKENS, plan.tokens());
    long earliest = arrived + plan.firstNanos();
    due = plan.paced() ? (earliest / plan.gapNanos() + 1) * plan.gapNanos() : earliest;
    sent = 0;
    last = false;
    whole = 0;
    active = true;
    in.clear();
  }

  /// Makes the write that is due; each token of it bears the stamp before it.
  ///
  /// @return whether that was the last
  boolean write() throws IOException {
    ByteBuffer next = rest;
    if (next == null) {
      last = sent == stamps.length;
      next = last ? end : (sent == 0 ? first : tokens);
      next.clear();
      long now = System.nanoTime();
      for (int i = 0; i < plan.events() && sent < stamps.length; i++) {
        stamps[sent++] = now;
      }
    }
    var _ = channel.write(next);
    if (next.hasRemaining()) {
      rest = next;
      return false;
    }
    rest = null;
    due += plan.gapNanos();
    active = !last;
    return !active;
  }

  /// What was done for the request that ended last; holds on to its stamps only, and makes the rest
  /// when it is asked.
  ///
  /// @param epochNanos what a reading of System.nanoTime is since the epoch, less the reading
  Supplier<Truth> truth(long epochNanos) {
    String whose = id;
    SenderPlan how = plan;
    long[] when = stamps;
    long came = arrived;
    return () -> {
      List<Truth.Chunk> chunks = new ArrayList<>(when.length);
      for (long stamp : how.paced() ? when : new long[0]) {
        chunks.add(new Truth.Chunk(stamp + epochNanos, 0, 1));
      }
      return new Truth(
          new Truth.Request(whose, "sender", 1, came + epochNanos, 1, false),
          new Truth.Prompt(PROMPT_TOKENS, null),
          new Truth.Sent(how.tokens(), 0, chunks),
          new Truth.Outcome(
              200,
              Truth.Ending.COMPLETED,
              "stop",
              new TokenCounts(PROMPT_TOKENS, how.tokens(), 0, 0)));
    };
  }

  /// Of head and body; 0 while the head is not whole.
  private int length() {
    byte[] bytes = in.array();
    int length = 0;
    for (int at = 0; at + 4 <= in.position(); at++) {
      if (bytes[at] != '\r') {
        continue;
      }
      if (bytes[at + 2] == '\r') {
        return at + 4 + length;
      }
      if (isContentLength(bytes, at + 2)) {
        length = number(bytes, at + 2 + CONTENT_LENGTH.length);
      }
    }
    return 0;
  }

  private static boolean isContentLength(byte[] bytes, int from) {
    for (int i = 0; i < CONTENT_LENGTH.length; i++) {
      if ((bytes[from + i] | LOWER_CASE) != CONTENT_LENGTH[i]) {
        return false;
      }
    }
    return true;
  }

  private static int number(byte[] bytes, int from) {
    int number = 0;
    for (int at = from; bytes[at] != '\r'; at++) {
      number = bytes[at] == ' ' ? number : 10 * number + bytes[at] - '0';
    }
    return number;
  }

  private static String group(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    if (!found.find()) {
      throw new IllegalArgumentException("a request has no " + pattern);
    }
    return Objects.requireNonNull(found.group(1));
  }
}
