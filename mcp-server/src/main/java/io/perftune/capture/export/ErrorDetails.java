package io.perftune.capture.export;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import io.perftune.value.Json;
import io.perftune.value.RequestRecord;
import io.perftune.value.RequestRecord.Ending;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Why a request failed, in AIPerf's members.
///
/// @param code a whole number, such as an HTTP status; null where the record has none
record ErrorDetails(@Nullable Integer code, String type, String message) {
  /// The type of a stream that ended before its answer did, which AIPerf itself does not tell from
  /// a success.
  static final String TRUNCATED = "TruncatedStream";

  private static final String CANCELLED = "RequestCancellationError";
  private static final int CLIENT_CLOSED = 499;

  ErrorDetails {
    requireNonNull(type, "type is null");
    requireNonNull(message, "message is null");
  }

  /// Of a request that did not end well.
  static ErrorDetails of(RequestRecord record) {
    Ending ending = record.ending();
    Integer code = code(ending.errorCode());
    String message = ending.errorMessage();
    return switch (ending.result()) {
      case OK -> throw new IllegalArgumentException("the request ended well");
      case FAILED ->
          new ErrorDetails(
              code,
              requireNonNullElse(
                  ending.errorType(), requireNonNullElse(ending.errorCode(), "Failed")),
              requireNonNullElse(message, "the request failed"));
      case TRUNCATED ->
          new ErrorDetails(
              code,
              TRUNCATED,
              requireNonNullElse(message, "the stream ended before the answer did"));
      case CANCELLED ->
          new ErrorDetails(
              requireNonNullElse(code, CLIENT_CLOSED),
              requireNonNullElse(ending.errorType(), CANCELLED),
              requireNonNullElse(message, "the request was cancelled"));
    };
  }

  private static @Nullable Integer code(@Nullable String text) {
    return text != null && text.matches("\\d{1,9}") ? Integer.valueOf(text) : null;
  }

  ObjectNode json() {
    ObjectNode json = Json.object();
    if (code != null) {
      json.put("code", code);
    }
    return json.put("type", type).put("message", message);
  }
}
