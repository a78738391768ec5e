package io.perftune.simulator.behaviour;

import static java.util.Objects.requireNonNull;

/// What goes wrong, and for which requests.
///
/// @param kind what happens
/// @param every it happens to every n-th request of the model; 1: to all
/// @param first it happens to no request after the first n; 0: there is no such bound
/// @param atToken it happens once this many tokens were generated, at the latest before the finish;
///   -1: before the response's head. [Kind#STATUS] is always before the head
/// @param stallMs the length of a [Kind#STALL]; 0: until the client leaves
/// @param error the error that [Kind#STATUS], [Kind#STREAM_ERROR] and [Kind#ENGINE_DEATH] send
public record Fault(Kind kind, int every, int first, int atToken, double stallMs, Message error) {

  /// What happens.
  public enum Kind {
    NONE,
    /// An HTTP error instead of an answer
    STATUS,
    /// `data: {"error": ...}` in mid-stream
    STREAM_ERROR,
    /// A [#STREAM_ERROR], and from then on HTTP 500 to every request of the model
    ENGINE_DEATH,
    /// A TCP reset
    DISCONNECT,
    /// The connection closes inside an HTTP chunk
    CUT,
    /// The HTTP body ends well, without `finish_reason` and without `[DONE]`
    EARLY_END,
    /// Silence, then the stream goes on
    STALL
  }

  /// The error that is sent.
  ///
  /// @param status the HTTP status of [Kind#STATUS]
  /// @param body the response's body, or the JSON after `data: `; "": an error object in the style
  ///   of vLLM
  /// @param done whether `[DONE]` follows an error inside a stream
  public record Message(int status, String body, boolean done) {
    public static final Message DEFAULT = new Message(500, "", false);

    public Message {
      requireNonNull(body, "body is null");
      Range.atLeast("fault.error.status", status, 400);
    }
  }

  public static final Fault NONE = of(Kind.NONE);

  public Fault {
    requireNonNull(kind, "kind is null");
    requireNonNull(error, "error is null");
    Range.positive("fault.every", every);
    Range.notNegative("fault.first", first);
    Range.atLeast("fault.at_token", atToken, -1);
    Range.notNegative("fault.stall_ms", stallMs);
  }

  public static Fault of(Kind kind) {
    return new Fault(kind, 1, 0, 0, 0, Message.DEFAULT);
  }

  public static Fault status(int status, String body) {
    return of(Kind.STATUS).with(new Message(status, body, false));
  }

  public Fault atToken(int tokens) {
    return new Fault(kind, every, first, tokens, stallMs, error);
  }

  public Fault every(int requests) {
    return new Fault(kind, requests, first, atToken, stallMs, error);
  }

  public Fault first(int requests) {
    return new Fault(kind, every, requests, atToken, stallMs, error);
  }

  public Fault stallMs(double milliseconds) {
    return new Fault(kind, every, first, atToken, milliseconds, error);
  }

  public Fault with(Message changed) {
    return new Fault(kind, every, first, atToken, stallMs, changed);
  }

  /// Whether it happens to the request with this ordinal (from 1).
  public boolean strikes(long ordinal) {
    return kind != Kind.NONE && ordinal % every == 0 && (first == 0 || ordinal <= first);
  }
}
