package io.perftune.mcp;

import io.modelcontextprotocol.spec.McpSchema;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Answers a client's first requests from the recording, because to put the server together takes
/// longer than a client should wait.
///
/// Only what the recording surely answers as the server would is answered; at anything else, and
/// after the first list of tools, the server takes over. It hears all that was said but for that
/// request, and what it answers to `initialize` is dropped, because the client has it.
public final class Reception {
  private static final int ROOM = 1 << 16;

  private final Opening opening;
  private final StdioServer.Streams streams;
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
  private final byte[] read = new byte[ROOM];
  private int next;
  private int end;
  private boolean greeted;
  private boolean initialized;

  private Reception(Opening opening, StdioServer.Streams streams) {
    this.opening = opening;
    this.streams = streams;
  }

  /// Receives the client.
  ///
  /// @param recording of the answers; where it is none, nothing is read and nothing written
  /// @return what is left to the server; empty where the client has gone
  public static Optional<StdioServer.Streams> receive(Path recording, StdioServer.Streams streams)
      throws IOException {
    Optional<Opening> opening = Opening.recorded(recording);
    return opening.isPresent()
        ? new Reception(opening.get(), streams).receive()
        : Optional.of(streams);
  }

  private Optional<StdioServer.Streams> receive() throws IOException {
    boolean staying = true;
    while (staying) {
      byte[] line = line();
      if (line == null) {
        break;
      }
      try {
        staying = staying(line);
      } catch (IOException _) {
        streams.whenGone().run();
        return Optional.empty();
      }
    }
    return heard.size() == 0 && next == end && staying ? Optional.empty() : Optional.of(rest());
  }

  /// Answers a line, or notes that the server must hear it.
  ///
  /// @return whether the next may be answered here too
  private boolean staying(byte[] line) throws IOException {
    Incoming incoming = Incoming.parsed(line);
    if (incoming instanceof Incoming.Request request && lists(request)) {
      write(opening.tools(request));
      return false;
    }
    heard.writeBytes(line);
    heard.write('\n');
    return switch (incoming) {
      case Incoming.Request request when greets(request) -> {
        greeted = true;
        write(opening.greeting(request));
        yield true;
      }
      case Incoming.Notification notification when initializes(notification) -> {
        initialized = true;
        yield true;
      }
      case Incoming.Blank _ -> true;
      case Incoming.Request _, Incoming.Notification _, Incoming.Response _, Incoming.Malformed _ ->
          false;
    };
  }

  private boolean greets(Incoming.Request request) {
    return !greeted
        && request.method().equals(McpSchema.METHOD_INITIALIZE)
        && opening.greets(request);
  }

  private boolean initializes(Incoming.Notification notification) {
    return greeted
        && !initialized
        && notification.method().equals(McpSchema.METHOD_NOTIFICATION_INITIALIZED);
  }

  /// A page after the first, and a list with progress, are the server's.
  private boolean lists(Incoming.Request request) {
    return initialized
        && request.method().equals(McpSchema.METHOD_TOOLS_LIST)
        && request.params().isEmpty();
  }

  private void write(byte[] reply) throws IOException {
    streams.out().write(reply);
    streams.out().flush();
  }

  /// The next line without its end; null where there is none, or none that fits.
  private byte @Nullable [] line() throws IOException {
    int at = next;
    while (true) {
      for (; at < end; at++) {
        if (read[at] == '\n') {
          byte[] line = Arrays.copyOfRange(read, next, at);
          next = at + 1;
          return line;
        }
      }
      if (next > 0) {
        System.arraycopy(read, next, read, 0, end - next);
        at -= next;
        end -= next;
        next = 0;
      }
      int more = end < ROOM ? streams.in().read(read, end, ROOM - end) : 0;
      if (more <= 0) {
        return null;
      }
      end += more;
    }
  }

  private StdioServer.Streams rest() {
    heard.write(read, next, end - next);
    InputStream in =
        new SequenceInputStream(new ByteArrayInputStream(heard.toByteArray()), streams.in());
    OutputStream out = greeted ? new WithoutFirstLine(streams.out()) : streams.out();
    return new StdioServer.Streams(in, out, streams.whenGone());
  }

  /// Drops what is written until a line has ended. A message is written whole, a line each.
  private static final class WithoutFirstLine extends FilterOutputStream {
    private boolean dropped;

    WithoutFirstLine(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      if (dropped) {
        out.write(bytes, from, length);
      } else {
        dropped = bytes[from + length - 1] == '\n';
      }
    }
  }
}
