package io.perftune.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.fixtures.FakeVerb;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.verb.Context;
import io.perftune.verb.Outcome;
import io.perftune.verb.Safety;
import io.perftune.verb.Verb;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What the server asks of its client and tells it: approval, roots, warnings, changed lists.
@Timeout(60)
class ClientSideTest {
  private static final String ASKS = "{\"elicitation\":{}}";
  private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":99,\"method\":\"ping\"}";
  private static final String CELL = "{\"campaign\":\"c\",\"cell\":\"x\"}";
  private static final String FIELD = "i_understand_this_submits_jobs";

  @TempDir Path directory;
  private final List<Context.Approval> runs = Collections.synchronizedList(new ArrayList<>());
  private int requests = 1234;

  @ParameterizedTest
  @ValueSource(
      strings = {
        CELL,
        "{\"params\":{\"args\":[\"--campaign\",\"c\",\"--cell\",\"x\"]}}",
        "{\"campaign\":\"c\",\"cell\":\"x\",\"i_understand_this_submits_jobs\":false}",
        "{\"params\":{\"campaign\":\"c\",\"cell\":\"x\",\"i_understand_this_submits_jobs\":false}}"
      })
  void aUserWhoAgreesToThePlanLetsTheCallGoOn(String arguments) throws IOException {
    try (PipedServer server = PipedServer.with(directory, verbs(), ASKS)) {
      server.call(7, "cell_run", arguments);
      ObjectNode question = server.receive();
      assertThat(question.required("method").asString()).isEqualTo("elicitation/create");
      assertThat(question.at("/params/message").asString())
          .contains("1,234 requests", "http://endpoint", "50,000 input tokens", "60,000 output");
      assertThat(question.at("/params/requestedSchema/type").asString()).isEqualTo("object");
      assertThat(runs).isEmpty();
      server.send(answer(question, "{\"action\":\"accept\",\"content\":{}}"));

      JsonNode reply = server.receive().at("/result/structuredContent");
      assertThat(reply.required("returncode").intValue()).isZero();
      assertThat(reply.at("/json/approved_by").asString()).isEqualTo("elicitation");
      assertThat(reply.required("stdout").asString()).startsWith("Approved by elicitation");
      assertThat(runs).containsExactly(Context.Approval.ELICITATION);
    }
  }

  @ParameterizedTest
  @CsvSource({"decline,approval-declined", "cancel,approval-cancelled", "none,approval-not-given"})
  void withoutAYesNothingIsDone(String action, String code) throws IOException {
    try (PipedServer server = PipedServer.with(directory, verbs(), ASKS)) {
      server.call(7, "cell_run", CELL);
      ObjectNode question = server.receive();
      server.send(
          action.equals("none")
              ? "{\"jsonrpc\":\"2.0\",\"id\":%s,\"error\":{\"code\":-32601,\"message\":\"no\"}}"
                  .formatted(question.required("id"))
              : answer(question, "{\"action\":\"" + action + "\"}"));

      JsonNode reply = server.receive().at("/result/structuredContent");
      assertThat(reply.required("returncode").intValue()).isEqualTo(2);
      assertThat(reply.at("/json/problems").size()).isEqualTo(1);
      assertThat(reply.at("/json/problems/0/code").asString()).isEqualTo(code);
      assertThat(reply.at("/json/problems/0/where").asString()).isEqualTo(FIELD);
      assertThat(reply.required("stderr").asString()).startsWith(FIELD + ": ");
      assertThat(runs).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"elicitation\":{\"url\":{}}}", "{\"sampling\":{}}"})
  void aClientThatCannotAskIsRefused(String capabilities) throws IOException {
    try (PipedServer server = PipedServer.with(directory, verbs(), capabilities)) {
      server.call(7, "cell_run", CELL);

      JsonNode reply = server.receive().at("/result/structuredContent");
      assertThat(reply.at("/json/problems/0/code").asString()).isEqualTo("not-acknowledged");
      assertThat(runs).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"dry_run,0", "i_understand_this_submits_jobs,1"})
  void whoNeedsNoApprovalIsNotAsked(String property, int times) throws IOException {
    try (PipedServer server = PipedServer.with(directory, verbs(), ASKS)) {
      server.call(7, "cell_run", CELL.replace("}", ",\"" + property + "\":true}"));

      ObjectNode reply = server.receive();
      assertThat(reply.at("/result/structuredContent/returncode").intValue()).isZero();
      assertThat(reply.at("/result/structuredContent/json/approved_by").isNull()).isTrue();
      assertThat(runs).hasSize(times).doesNotContain(Context.Approval.ELICITATION);
    }
  }

  @Test
  void anApprovalIsOfThePlanThatWasShown() throws IOException {
    try (PipedServer server = PipedServer.with(directory, verbs(), ASKS)) {
      server.call(7, "cell_run", CELL);
      ObjectNode question = server.receive();
      requests = 999_999;
      server.send(answer(question, "{\"action\":\"accept\"}"));

      JsonNode reply = server.receive().at("/result/structuredContent");
      assertThat(reply.at("/json/problems/0/code").asString()).isEqualTo("plan-changed");
      assertThat(runs).isEmpty();
    }
  }

  @Test
  void aCallThatIsCancelledWhileTheUserIsAskedEnds() throws IOException {
    try (PipedServer server = PipedServer.with(directory, verbs(), ASKS)) {
      server.call(7, "cell_run", CELL);
      ObjectNode question = server.receive();
      server.send(
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":7}}",
          answer(question, "{\"action\":\"accept\"}"),
          PING);

      assertThat(server.receive().required("id").intValue()).isEqualTo(99);
      server.hangUp();
      assertThat(server.ended()).isTrue();
      assertThat(runs).isEmpty();
    }
  }

  @Test
  void aPlaceOutsideOfTheRootsIsAWarning() throws IOException {
    Path outside = Path.of("/somewhere/else");
    String arguments = "{\"config\":\"%s\"}".formatted(outside.resolve("a.yaml"));
    List<Verb> verbs = FakeVerb.all();
    try (PipedServer server =
        PipedServer.with(directory, verbs, "{\"roots\":{\"listChanged\":true}}")) {
      server.call(1, "campaign_init", "{\"config\":\"a.yaml\"}");
      assertThat(server.receive().required("id").intValue()).isEqualTo(1);

      server.call(2, "campaign_init", arguments);
      ObjectNode question = server.receive();
      assertThat(question.required("method").asString()).isEqualTo("roots/list");
      server.send(
          answer(question, "{\"roots\":[{\"uri\":\"file:///another\"},{\"uri\":\"x:y\"}]}"));
      JsonNode reply = server.receive().at("/result/structuredContent");
      assertThat(reply.required("returncode").intValue()).isZero();
      assertThat(reply.at("/json/problems/0/code").asString()).isEqualTo("outside-roots");
      assertThat(reply.required("stderr").asString()).contains(outside.toString(), "/another");

      server.call(3, "campaign_init", arguments);
      assertThat(server.receive().required("id").intValue()).isEqualTo(3);

      server.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/roots/list_changed\"}");
      server.call(4, "campaign_init", arguments);
      server.send(answer(server.receive(), "{\"roots\":[{\"uri\":\"file:///somewhere\"}]}"));
      assertThat(server.receive().at("/result/structuredContent/json/problems").isEmpty()).isTrue();
    }
  }

  @Test
  void warningsOfARunAreMessagesUnlessTheClientWantsLess() throws IOException {
    FakeVerb warning =
        new FakeVerb(
            "cell_run",
            Safety.SUBMITS_JOBS,
            (_, context) -> {
              context.progress().warn("c=10 is partial: 3 of 20 requests failed.");
              return new Outcome.Done(Json.object(), "", List.of());
            });
    try (PipedServer server = PipedServer.ready(directory, List.of(warning))) {
      server.call(1, "cell_run", CELL);
      ObjectNode message = server.receive();
      assertThat(message.required("method").asString()).isEqualTo("notifications/message");
      assertThat(message.at("/params/level").asString()).isEqualTo("warning");
      assertThat(message.at("/params/logger").asString()).isEqualTo("cell_run");
      assertThat(message.at("/params/data").asString()).contains("3 of 20");
      assertThat(server.receive().required("id").intValue()).isEqualTo(1);

      server.send(
          "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"logging/setLevel\",\"params\":{\"level\":\"error\"}}");
      assertThat(server.receive().has("result")).isTrue();
      server.call(3, "cell_run", CELL);
      assertThat(server.receive().required("id").intValue()).isEqualTo(3);
    }
  }

  @Test
  void whoHasTheListOfResourcesIsToldThatItGrowsOld() throws IOException {
    try (PipedServer server = PipedServer.ready(directory, FakeVerb.all())) {
      server.call(1, "campaign_init", "{\"config\":\"a.yaml\"}");
      assertThat(server.receive().required("id").intValue()).isEqualTo(1);
      server.send("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"resources/list\"}");
      assertThat(server.receive().required("id").intValue()).isEqualTo(2);

      server.call(3, "campaign_init", "{\"config\":\"a.yaml\"}");
      assertThat(server.receive().required("method").asString())
          .isEqualTo("notifications/resources/list_changed");
      assertThat(server.receive().required("id").intValue()).isEqualTo(3);
      server.call(4, "value_view", "{}");
      assertThat(server.receive().required("id").intValue()).isEqualTo(4);
    }
  }

  private List<Verb> verbs() {
    return List.of(
        new FakeVerb(
            "cell_run",
            Safety.SUBMITS_JOBS,
            (input, context) -> {
              if (input.required("dry_run").booleanValue()) {
                return new Outcome.Done(Json.object(), "The plan.", List.of());
              }
              if (input.required(FIELD).booleanValue()) {
                runs.add(context.approval());
                return new Outcome.Done(Json.object(), "Done.", List.of());
              }
              return new Outcome.Refused(plan(), "The plan.", List.of(unacknowledged()));
            }));
  }

  private ObjectNode plan() {
    ObjectNode json = Json.object().put("cell_id", "x").put("campaign_dir", "/campaigns/c");
    json.putObject("plan")
        .put("requests", requests)
        .put("endpoint", "http://endpoint")
        .put("input_tokens", 50_000)
        .put("output_tokens", 60_000)
        .put("duration_s", 90);
    return json;
  }

  private static Problem unacknowledged() {
    return new Problem("not-acknowledged", "It was not acknowledged.", FIELD, "Say true.");
  }

  private static String answer(ObjectNode question, String result) {
    return "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":%s}"
        .formatted(question.required("id"), result);
  }
}
