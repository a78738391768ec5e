package io.perftune.simulator;

import io.perftune.simulator.answer.TokenCounts;
import io.perftune.simulator.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A [Truth] in the making; for the one thread that answers the request.
final class TruthDraft {
  private final EpochClock clock;
  private final HttpRequest http;
  private final List<Truth.Chunk> chunks = new ArrayList<>();
  private @Nullable String model;
  private long ordinal;
  private int inFlight;
  private Truth.Prompt prompt = new Truth.Prompt(0, null);
  private int status;
  private @Nullable String finishReason;
  private @Nullable TokenCounts usage;

  TruthDraft(EpochClock clock, HttpRequest http) {
    this.clock = clock;
    this.http = http;
  }

  void model(String asked) {
    model = asked;
  }

  void entered(long number, int others) {
    ordinal = number;
    inFlight = others;
  }

  /// Notes the prompt; returns its sha256.
  String prompt(String text, int tokens) {
    String sha256 = sha256(text);
    prompt = new Truth.Prompt(tokens, sha256);
    return sha256;
  }

  void status(int sent) {
    status = sent;
  }

  void finished(String reason) {
    finishReason = reason;
  }

  void told(TokenCounts counts) {
    usage = counts;
  }

  /// An event with this many visible tokens that is about to be sent.
  void chunk(int reasoningTokens, int answerTokens) {
    long now = clock.epochNanos(System.nanoTime());
    chunks.add(new Truth.Chunk(now, reasoningTokens, answerTokens));
  }

  Truth truth(Truth.Ending ending) {
    return new Truth(
        new Truth.Request(
            http.header("x-request-id").orElse(null),
            model,
            ordinal,
            clock.epochNanos(http.arrivedNanos()),
            inFlight,
            Access.bearer(http).isPresent()),
        prompt,
        new Truth.Sent(
            chunks.stream().mapToInt(Truth.Chunk::answerTokens).sum(),
            chunks.stream().mapToInt(Truth.Chunk::reasoningTokens).sum(),
            chunks),
        new Truth.Outcome(status, ending, finishReason, usage));
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
