package io.perftune.mcp;

import io.perftune.value.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Writes messages, one a line, one at a time.
///
/// A client that does not read blocks the writer, and so whoever wants to write: nothing is queued.
final class LineWriter {
  private final OutputStream out;
  private final Runnable whenGone;
  private final ReentrantLock lock = new ReentrantLock();

  /// @param whenGone called when the client no longer takes anything
  LineWriter(OutputStream out, Runnable whenGone) {
    this.out = out;
    this.whenGone = whenGone;
  }

  /// Writes a message: anything that Jackson makes into a JSON object.
  void write(Object message) {
    byte[] json = Json.MAPPER.writeValueAsBytes(message);
    byte[] line = Arrays.copyOf(json, json.length + 1);
    line[json.length] = '\n';
    lock.lock();
    try {
      out.write(line);
      out.flush();
    } catch (IOException _) {
      whenGone.run();
    } finally {
      lock.unlock();
    }
  }

  /// Answers with an error.
  ///
  /// @param id null where the request's could not be read
  void error(@Nullable Object id, int code, String message) {
    ObjectNode answer = Json.object().put("jsonrpc", "2.0");
    answer.set("id", Json.MAPPER.valueToTree(id));
    answer.putObject("error").put("code", code).put("message", message);
    write(answer);
  }
}
