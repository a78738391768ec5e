package io.perftune.wire;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Json;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// How a stream ended, as the transport saw it: the bytes of an END frame.
///
/// @param message what the transport said; null where nothing needs saying
/// @param connectMs TCP set-up inside this request; null where there was none to measure, as on a
///   reused connection
/// @param tlsMs TLS set-up inside this request; null likewise, and for plain HTTP
/// @param reused the connection was there already
public record StreamEnd(
    Cause cause,
    @Nullable String message,
    @Nullable Double connectMs,
    @Nullable Double tlsMs,
    boolean reused) {
  public StreamEnd {
    requireNonNull(cause, "cause is null");
  }

  /// Why a stream was over.
  public enum Cause {
    /// The whole HTTP response is there, whatever it says.
    COMPLETE,
    /// The server closed before the HTTP response was complete.
    EOF,
    CONNECT_FAILED,
    CONNECT_TIMEOUT,
    FIRST_BYTE_TIMEOUT,
    IDLE_TIMEOUT,
    REQUEST_TIMEOUT,
    TOO_MANY_BYTES,
    RESET,
    CANCELLED;

    /// The word in files.
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// As an END frame carries it.
  public byte[] json() {
    return Json.MAPPER.writeValueAsBytes(
        Json.object()
            .put("cause", cause.label())
            .put("message", message)
            .put("connect_ms", connectMs)
            .put("tls_ms", tlsMs)
            .put("reused", reused));
  }

  /// What [#json] wrote.
  ///
  /// @throws IllegalArgumentException where the bytes are something else
  public static StreamEnd of(byte[] json) {
    try {
      JsonNode node = Json.MAPPER.readTree(json);
      return new StreamEnd(
          Cause.valueOf(node.required("cause").stringValue().toUpperCase(Locale.ROOT)),
          Json.text(node, "message"),
          Json.number(node, "connect_ms"),
          Json.number(node, "tls_ms"),
          node.required("reused").booleanValue());
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not an END: " + e.getOriginalMessage(), e);
    }
  }
}
