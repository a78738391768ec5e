package io.perftune.engine.kube;

import static java.util.Objects.requireNonNull;

import io.perftune.engine.http.HttpCall;
import io.perftune.engine.http.HttpExchange;
import io.perftune.engine.http.HttpReply;
import io.perftune.engine.http.HttpReply.Failure;
import io.perftune.value.Json;
import io.perftune.value.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Sends requests from inside a pod, by its python3: what is sent goes there on standard input, so
/// that no credential is in an argument or a file.
public final class PodExchange implements HttpExchange {
  /// What kubectl and python3 take beside the exchange.
  private static final Duration AROUND = Duration.ofSeconds(30);

  private final PodAgent agent;
  private final Duration connect;

  /// @param connect the limit of TCP and TLS
  public PodExchange(Kubectl kubectl, Duration connect) {
    this.agent = new PodAgent(kubectl);
    this.connect = requireNonNull(connect, "connect is null");
  }

  /// An exchange that kubectl does not bring about is one without an answer.
  @Override
  public HttpReply send(HttpCall call) throws InterruptedException {
    KubectlCall.Ended<String> ended;
    try {
      ended = agent.say("exchange", request(call), call.limits().whole().plus(AROUND));
    } catch (ProblemException e) {
      return new HttpReply.None(Failure.BROKEN, e.problems().getFirst().message());
    }
    int line = ended.output().indexOf('\n');
    try {
      JsonNode said = Json.MAPPER.readTree(ended.output().substring(0, Math.max(0, line)));
      return reply(said, ended.output().substring(line + 1));
    } catch (JacksonException _) {
      return new HttpReply.None(Failure.BROKEN, "the answer of the pod was torn");
    }
  }

  private static HttpReply reply(JsonNode said, String body) {
    String failed = Json.text(said, "failed");
    return failed == null
        ? new HttpReply.Answer(
            said.required("status").intValue(), body, said.required("stopped").booleanValue())
        : new HttpReply.None(
            Failure.valueOf(failed.toUpperCase(Locale.ROOT)),
            String.valueOf(Json.text(said, "detail")));
  }

  private ObjectNode request(HttpCall call) {
    ObjectNode request =
        Json.object()
            .put("method", call.method())
            .put("url", call.uri().toString())
            .put("connect_s", seconds(connect))
            .put("head_s", seconds(call.limits().head()))
            .put("whole_s", seconds(call.limits().whole()))
            .put("most_bytes", call.limits().bytes())
            .put("most_events", call.limits().events());
    String body = call.body();
    request.put(
        "body",
        body == null
            ? null
            : Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8)));
    ObjectNode headers = request.putObject("headers");
    call.headers().forEach(headers::put);
    return request;
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }

  @Override
  public void close() {
    // Each exchange is a process of its own, which has ended.
  }
}
