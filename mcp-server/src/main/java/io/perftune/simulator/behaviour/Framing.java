package io.perftune.simulator.behaviour;

import static java.util.Objects.requireNonNull;

/// How a stream is cut into chunks.
///
/// @param role the chunk that names the role, before the first token
/// @param roleEarly whether that chunk is sent when the request is taken up, not with the first
///   token
/// @param tokensPerDelta tokens in a delta; a step of speculative decoding is a delta whatever this
///   says
/// @param finish which chunk carries `finish_reason`
/// @param sse line ends, pings and the closing `[DONE]`
/// @param usage what a reply admits of its token counts
public record Framing(
    Role role, boolean roleEarly, int tokensPerDelta, Finish finish, Sse sse, Usage usage) {

  /// The delta of the role chunk.
  public enum Role {
    /// No role chunk at all
    OFF,
    /// The role alone
    BARE,
    /// The role and `"content": null`
    NULL_CONTENT,
    /// The role and `"content": ""`
    EMPTY_CONTENT
  }

  /// The chunk that carries `finish_reason`.
  public enum Finish {
    LAST_TOKEN,
    OWN_CHUNK
  }

  public static final Framing DEFAULT =
      new Framing(Role.EMPTY_CONTENT, false, 1, Finish.OWN_CHUNK, Sse.DEFAULT, Usage.DEFAULT);

  public Framing {
    requireNonNull(role, "role is null");
    requireNonNull(finish, "finish is null");
    requireNonNull(sse, "sse is null");
    requireNonNull(usage, "usage is null");
    Range.positive("framing.tokens_per_delta", tokensPerDelta);
  }

  public Framing withRole(Role changed) {
    return new Framing(changed, roleEarly, tokensPerDelta, finish, sse, usage);
  }

  public Framing withTokensPerDelta(int tokens) {
    return new Framing(role, roleEarly, tokens, finish, sse, usage);
  }

  public Framing withFinish(Finish changed) {
    return new Framing(role, roleEarly, tokensPerDelta, changed, sse, usage);
  }

  public Framing with(Sse changed) {
    return new Framing(role, roleEarly, tokensPerDelta, finish, changed, usage);
  }

  public Framing with(Usage changed) {
    return new Framing(role, roleEarly, tokensPerDelta, finish, sse, changed);
  }
}
