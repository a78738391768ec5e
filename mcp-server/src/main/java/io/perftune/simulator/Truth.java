package io.perftune.simulator;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.perftune.simulator.answer.TokenCounts;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What really happened to one chat request; a line of the truth log.
public record Truth(Request request, Prompt prompt, Sent sent, Outcome outcome) {
  public Truth {
    requireNonNull(request, "request is null");
    requireNonNull(prompt, "prompt is null");
    requireNonNull(sent, "sent is null");
    requireNonNull(outcome, "outcome is null");
  }

  /// Who asked.
  ///
  /// @param id the header `X-Request-ID`; null: there was none
  /// @param model as asked for; null: the body did not say
  /// @param ordinal the request's number among those of its model, from 1; 0: it was refused before
  ///   it got one
  /// @param arrivedNanos when its last byte was read, in nanoseconds since the epoch
  /// @param inFlight requests of the model in flight, this one included; 0: it was refused before
  ///   it counted
  /// @param bearerKeyPresent whether a bearer key was sent, right or wrong
  public record Request(
      @Nullable String id,
      @Nullable String model,
      long ordinal,
      long arrivedNanos,
      int inFlight,
      boolean bearerKeyPresent) {}

  /// What was asked.
  ///
  /// @param tokens o200k_base tokens of the messages' texts, joined by line feeds; what a chat
  ///   template adds is not in it
  /// @param sha256 of that text in UTF-8, in hexadecimal; null: the request was refused before it
  ///   was read
  public record Prompt(int tokens, @Nullable String sha256) {}

  /// What was sent.
  ///
  /// @param answerTokens o200k_base tokens of the answer's text, joined; marks around thoughts
  ///   don't count
  /// @param reasoningTokens the same of the thoughts
  /// @param chunks of a stream each event but pings and `[DONE]`; a whole reply is one
  public record Sent(int answerTokens, int reasoningTokens, List<Chunk> chunks) {
    public Sent {
      chunks = List.copyOf(chunks);
    }
  }

  /// One event; in JSON the array `[nanos, reasoning tokens, answer tokens]`.
  ///
  /// @param nanos taken before it was handed to the socket, in nanoseconds since the epoch
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  public record Chunk(long nanos, int reasoningTokens, int answerTokens) {
    public int tokens() {
      return reasoningTokens + answerTokens;
    }
  }

  /// How it ended.
  ///
  /// @param status the HTTP status; 0: the connection ended before one was sent
  /// @param finishReason null: none was sent
  /// @param usage null: none was sent
  public record Outcome(
      int status, Ending ending, @Nullable String finishReason, @Nullable TokenCounts usage) {
    public Outcome {
      requireNonNull(ending, "ending is null");
    }
  }

  /// Who or what ended a reply.
  public enum Ending {
    /// It was sent to its end
    COMPLETED,
    /// It was an error, or an error ended it
    ERROR,
    /// A fault cut it, without an error
    CUT,
    /// The client closed its connection
    CLIENT_LEFT,
    /// The simulator was closed
    CLOSED
  }

  /// The first chunk with a token of either kind.
  public Optional<Chunk> firstToken() {
    return sent.chunks.stream().filter(chunk -> chunk.tokens() > 0).findFirst();
  }

  /// The first chunk with an answer token.
  public Optional<Chunk> firstAnswer() {
    return sent.chunks.stream().filter(chunk -> chunk.answerTokens > 0).findFirst();
  }

  /// The last chunk with a token of either kind.
  public Optional<Chunk> lastToken() {
    return sent.chunks.reversed().stream().filter(chunk -> chunk.tokens() > 0).findFirst();
  }
}
