package io.perftune.verb.probe;

import io.perftune.config.Credentials;
import io.perftune.config.Credentials.Credential;
import io.perftune.config.EndpointUrl;
import io.perftune.value.AaShape;
import io.perftune.value.AaWorkload;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.Secret;
import io.perftune.verb.Context;
import io.perftune.verb.Outcome;
import io.perftune.verb.Safety;
import io.perftune.verb.Verb;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Times the first token and the first answer token of a few streamed answers; the first request
/// that fails is the last.
public final class ProbeTtfo implements Verb {
  private static final int ROOM_TO_THINK = 4_096;

  @Override
  public String name() {
    return "aa_ttfo_probe";
  }

  @Override
  public Safety safety() {
    return Safety.SUBMITS_JOBS;
  }

  /// Who types the command knows that it sends requests; it is no tool.
  @Override
  public boolean needsAcknowledgement(ObjectNode input) {
    return false;
  }

  @Override
  public Outcome run(ObjectNode input, Context context) throws InterruptedException {
    AaWorkload.Endpoint endpoint = endpoint(input);
    Secret key = key(endpoint, context);
    AaShape shape = AaShape.labelled(input.required("shape").asString()).orElseThrow();
    ProbePrompts prompts = prompts(input, shape, context);
    List<Problem> problems = new ArrayList<>();
    if (prompts.repeat()) {
      problems.add(
          new Problem(
              "prompts-repeat",
              "The same prompt is sent more than once, so a prefix cache may answer.",
              "--prompt-file",
              "Give JSON lines with text_input, one prompt each."));
    }
    List<ProbeRequest> requests = new ArrayList<>();
    try (ProbeClient client = new ProbeClient(endpoint, key)) {
      requests(client, prompts, options(input, shape), key, requests, problems);
    }
    ProbeSummary summary = new ProbeSummary(requests);
    if (summary.failed() == 0 && !summary.anyText()) {
      problems.add(
          new Problem(
              "no-visible-text",
              "No answer held any text.",
              "--model",
              "Ask the endpoint by hand and see what it streams."));
    }
    ObjectNode json =
        Json.object()
            .put("model", endpoint.model())
            .put("endpoint", endpoint.origin() + endpoint.path())
            .put("shape", prompts.exact() ? shape.label() : null)
            .put("prompt_source", prompts.source())
            .put("prompts_exact", prompts.exact())
            .put("count", prompts.texts().size());
    summary.into(json);
    String text = ProbeSummary.text(json);
    return summary.failed() == 0 && summary.anyText()
        ? new Outcome.Done(json, text, problems)
        : new Outcome.Failed(json, text, problems);
  }

  private static void requests(
      ProbeClient client,
      ProbePrompts prompts,
      ObjectNode options,
      @Nullable Secret key,
      List<ProbeRequest> requests,
      List<Problem> problems)
      throws InterruptedException {
    for (String prompt : prompts.texts()) {
      int index = requests.size() + 1;
      try {
        if (index == 1) {
          client.connect();
        }
        requests.add(new ProbeRequest(index, client.ask(prompt, options), null));
      } catch (ProbeClient.FailedException e) {
        String said = key == null ? e.said() : key.scrub(e.said());
        requests.add(new ProbeRequest(index, null, said));
        problems.add(
            new Problem(
                e.code(),
                "Request %d failed: %s".formatted(index, said),
                "request " + index,
                "Mend the cause, then call again; no request was sent after it."));
        return;
      }
    }
  }

  private static AaWorkload.Endpoint endpoint(ObjectNode input) {
    String url = input.required("url").asString();
    EndpointUrl.fault(url)
        .ifPresent(fault -> {
          throw new ProblemException(
              new Problem("bad-url", "--url " + fault.says(), "--url", fault.remedy()));
        });
    if (URI.create(url).getRawUserInfo() != null) {
      throw new ProblemException(
          new Problem(
              "bad-url",
              "--url holds a user or a password.",
              "--url",
              "Take it out; the key comes from the environment."));
    }
    return new AaWorkload.Endpoint(
        EndpointUrl.origin(url),
        input.required("endpoint").asString(),
        "chat",
        input.required("model").asString(),
        null,
        AaWorkload.Access.PLAIN);
  }

  private static @Nullable Secret key(AaWorkload.Endpoint endpoint, Context context) {
    return switch (Credentials.resolve(endpoint, context.environment())) {
      case Credential.None _ -> null;
      case Credential.Key key -> key.secret();
      case Credential.Missing missing ->
          throw new ProblemException(
              new Problem(
                  missing.problem().code(),
                  missing.problem().message(),
                  "environment",
                  "Export the key alone, as the variable's value."));
    };
  }

  private static ProbePrompts prompts(ObjectNode input, AaShape shape, Context context) {
    int count = input.required("count").intValue();
    String file = Json.text(input, "prompt_file");
    return file == null
        ? ProbePrompts.generated(shape, count, context.clock().millis())
        : ProbePrompts.ofFile(context.resolve(file), count);
  }

  /// The cap, in the field that the endpoint takes.
  private static ObjectNode options(ObjectNode input, AaShape shape) {
    Long cap = Json.integer(input, "max_output_tokens");
    return Json.object()
        .put(
            input.required("max_tokens_field").asString(),
            cap == null ? shape.answerTokens() + ROOM_TO_THINK : cap);
  }
}
