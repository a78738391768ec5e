package io.perftune.simulator.answer;

import io.perftune.simulator.behaviour.Behaviour;
import io.perftune.simulator.behaviour.Output;
import io.perftune.simulator.behaviour.Output.Control;
import io.perftune.simulator.behaviour.Reasoning;
import io.perftune.simulator.http.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Decides how long a reply is, or why there is none.
public final class Judge {
  private final Behaviour behaviour;

  public Judge(Behaviour behaviour) {
    this.behaviour = behaviour;
  }

  /// The verdict on the request with this ordinal (from 1) and this many prompt tokens.
  public Verdict judge(ChatRequest.Limits limits, int promptTokens, long ordinal) {
    OptionalInt max = max(limits);
    Optional<Response> refusal = refusal(limits, max);
    if (refusal.isPresent()) {
      return new Verdict.Refused(refusal.get());
    }
    int room = behaviour.endpoint().contextLength() - promptTokens;
    if (room < Math.max(1, max.orElse(1))) {
      return tooLong(promptTokens, max.orElse(1));
    }
    return new Verdict.Answered(lengths(limits, max.orElse(room), ordinal));
  }

  private Lengths lengths(ChatRequest.Limits limits, int max, long ordinal) {
    Reasoning reasoning = behaviour.reasoning();
    Output output = behaviour.output();
    int thoughts = reasoning.field() == Reasoning.Field.NONE ? 0 : reasoning.tokens();
    int total = Math.min(max, thoughts + output.naturalTokens());
    if (honours(output.minTokens())) {
      total = Math.max(total, limits.minTokens().orElse(0));
    }
    if (honours(output.ignoreEos()) && limits.ignoreEos()) {
      total = max;
    }
    int thought = reasoning.answers(ordinal) ? Math.min(thoughts, total) : total;
    return new Lengths(thought, total - thought, total == max ? "length" : "stop");
  }

  private OptionalInt max(ChatRequest.Limits limits) {
    if (behaviour.output().maxCompletionTokens() && limits.maxCompletionTokens().isPresent()) {
      return limits.maxCompletionTokens();
    }
    return behaviour.output().maxTokens() ? limits.maxTokens() : OptionalInt.empty();
  }

  private Optional<Response> refusal(ChatRequest.Limits limits, OptionalInt max) {
    Output output = behaviour.output();
    Map<String, Control> controls =
        Map.of("ignore_eos", output.ignoreEos(), "min_tokens", output.minTokens());
    List<String> invalid = sent(limits, controls, Control.REFUSED_422);
    if (!invalid.isEmpty()) {
      String names = invalid.stream().map(n -> "'" + n + "'").collect(Collectors.joining(", "));
      return Optional.of(Errors.detail(422, "Unexpected fields in the request: {" + names + "}"));
    }
    for (String name : sent(limits, controls, Control.REFUSED_400)) {
      return badRequest("Unrecognized request argument supplied: " + name, name);
    }
    for (String name : sent(limits, controls, Control.NEEDS_MAX)) {
      if (max.isEmpty() && (limits.ignoreEos() || !name.equals("ignore_eos"))) {
        return badRequest(name + " needs max_tokens or max_completion_tokens", name);
      }
    }
    int min = honours(output.minTokens()) ? limits.minTokens().orElse(0) : 0;
    if (max.isPresent() && min > max.getAsInt()) {
      return badRequest(
          "min_tokens must be less than or equal to max_tokens=%d, got %d."
              .formatted(max.getAsInt(), min),
          null);
    }
    return Optional.empty();
  }

  private Verdict tooLong(int promptTokens, int completionTokens) {
    int context = behaviour.endpoint().contextLength();
    String message =
        "This model's maximum context length is %d tokens. However, you requested %d tokens (%d in the messages, %d in the completion). Please reduce the length of the messages or completion"
            .formatted(
                context, (long) promptTokens + completionTokens, promptTokens, completionTokens);
    return switch (behaviour.endpoint().tooLong()) {
      case STATUS_400 ->
          new Verdict.Refused(Errors.response(400, "BadRequestError", message, null));
      case STATUS_400_N_CTX -> new Verdict.Refused(Errors.beyondContext(promptTokens, context));
      case IN_STREAM ->
          new Verdict.RefusedInStream(Errors.object(400, "BadRequestError", message, null));
    };
  }

  private static boolean honours(Control control) {
    return control == Control.HONOURED || control == Control.NEEDS_MAX;
  }

  private static List<String> sent(
      ChatRequest.Limits limits, Map<String, Control> controls, Control control) {
    return limits.controls().stream().filter(name -> controls.get(name) == control).toList();
  }

  private static Optional<Response> badRequest(String message, @Nullable String parameter) {
    return Optional.of(Errors.response(400, "BadRequestError", message, parameter));
  }
}
