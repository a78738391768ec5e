package io.perftune.capture;

import io.perftune.value.RequestRecord.Ending;
import io.perftune.value.RequestRecord.Result;
import io.perftune.wire.ChatAnswer;
import io.perftune.wire.ErrorBody;
import io.perftune.wire.StreamEnd;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Judges how a streamed request ended: what the server said comes before what the transport saw,
/// because it tells more.
///
/// @param answer null where the response is not a stream of events
record StreamVerdict(StreamEnd end, HttpReply reply, @Nullable ChatAnswer answer) {
  private static final int MOST_BODY_BYTES = 64 << 10;

  /// With these finish reasons a server says that it gave up.
  private static final Set<String> GIVEN_UP = Set.of("error", "abort");

  Ending ending() {
    if (end.cause() == StreamEnd.Cause.CANCELLED) {
      return new Ending(Result.CANCELLED, finishReason(), null, null, cut(end.message()));
    }
    if (reply.answered() && !reply.success()) {
      return refused();
    }
    ErrorBody reported = answer == null ? null : answer.ending().error();
    if (reported != null) {
      return failed(
          reported.code(), orElse(reported.type(), "error_in_stream"), reported.message());
    }
    return switch (end.cause()) {
      case COMPLETE, EOF -> ofContent();
      case RESET -> whole() || reply.broken() != null ? ofContent() : broken();
      case CONNECT_FAILED,
          CONNECT_TIMEOUT,
          FIRST_BYTE_TIMEOUT,
          IDLE_TIMEOUT,
          REQUEST_TIMEOUT,
          TOO_MANY_BYTES,
          CANCELLED ->
          broken();
    };
  }

  private Ending refused() {
    ErrorBody error = ErrorBody.ofBody(reply.text(MOST_BODY_BYTES));
    String message =
        error.message().isEmpty()
            ? "The server answered %d without a body.".formatted(reply.status())
            : error.message();
    if (reply.redirects()) {
      return failed(Integer.toString(reply.status()), "redirect", redirected());
    }
    return failed(Integer.toString(reply.status()), orElse(error.type(), "http_status"), message);
  }

  private String redirected() {
    return "The server answered %d, a redirect to %s; none is followed."
        .formatted(reply.status(), reply.location().isEmpty() ? "nowhere" : reply.location());
  }

  private Ending ofContent() {
    if (reply.broken() != null) {
      return failed(null, "not_http", "The answer is not HTTP: " + reply.broken());
    }
    if (!reply.answered()) {
      return failed(
          null,
          StreamEnd.Cause.EOF.label(),
          orElse(end.message(), "The server closed the connection before it answered."));
    }
    if (!reply.encoding().isEmpty()) {
      return failed(
          null, "encoded", "The answer is encoded as %s, unasked.".formatted(reply.encoding()));
    }
    if (answer == null || (answer.ending().events() == 0 && !reply.eventStream())) {
      return notStream();
    }
    return ofAnswer(answer.ending());
  }

  private Ending ofAnswer(ChatAnswer.Ending ending) {
    String reason = ending.finishReason();
    if (reason != null && GIVEN_UP.contains(reason)) {
      return failed(null, "finish_reason", "The server ended the answer with " + reason + ".");
    }
    if (ending.complete()) {
      return new Ending(Result.OK, reason, null, null, null);
    }
    return new Ending(
        Result.TRUNCATED,
        reason,
        null,
        "truncated",
        ending.cut()
            ? "The stream broke off inside a line."
            : "The stream ended with neither a finish_reason nor [DONE].");
  }

  private Ending notStream() {
    String body = reply.text(MOST_BODY_BYTES);
    ErrorBody error = ErrorBody.ofBody(body);
    return failed(
        error.code(),
        orElse(error.type(), "not_a_stream"),
        "The answer is %s, not a stream: %s"
            .formatted(
                reply.contentType().isEmpty() ? "of no type" : reply.contentType(),
                error.message()));
  }

  private Ending broken() {
    String label = end.cause().label();
    return failed(
        null,
        label,
        orElse(end.message(), "The request ended by " + label.replace('_', ' ') + "."));
  }

  private boolean whole() {
    return answer != null && answer.ending().complete();
  }

  private Ending failed(@Nullable String code, String type, String message) {
    return new Ending(Result.FAILED, finishReason(), code, type, ErrorBody.cut(message));
  }

  private @Nullable String finishReason() {
    return answer == null ? null : answer.ending().finishReason();
  }

  private static @Nullable String cut(@Nullable String message) {
    return message == null ? null : ErrorBody.cut(message);
  }

  private static String orElse(@Nullable String text, String otherwise) {
    return text == null ? otherwise : text;
  }
}
