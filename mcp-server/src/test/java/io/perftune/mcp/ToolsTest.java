package io.perftune.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.perftune.fixtures.FakeVerb;
import io.perftune.fixtures.Golden;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.verb.Outcome;
import io.perftune.verb.Safety;
import io.perftune.verb.Verb;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Timeout(60)
class ToolsTest {
  private static final String LIST = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}";
  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  @TempDir Path directory;

  @Test
  void listIsTheSameAtEachStart() throws IOException {
    Golden.check("tools-list.json", Json.pretty(list()));
    assertThat(list().toString()).isEqualTo(list().toString());
  }

  @Test
  void everySchemaIsOneThatClientsTake() throws IOException {
    for (JsonNode tool : list().required("tools")) {
      JsonNode input = tool.required("inputSchema");
      assertThat(tool.required("name").asString())
          .matches("(perf_tune_report_[a-z_]{1,30}|search_(runbooks|evidence))");
      assertThat(("mcp__profile_and_optimize__" + tool.required("name").asString()).length())
          .isLessThanOrEqualTo(64);
      assertThat(input.required("type").asString()).isEqualTo("object");
      assertThat(input.propertyNames()).containsExactlyInAnyOrder("type", "properties", "examples");
      assertThat(input.required("properties").propertyNames())
          .contains("args", "params", "allow_nonzero", "json");
      assertThat(tool.required("outputSchema").required("type").asString()).isEqualTo("object");
      assertThat(tool.toString())
          .doesNotContain("\"x-", "\"$id\"", "additionalProperties", "\"type\":[");
    }
  }

  @Test
  void everyPropertyAndFieldSaysWhatItIs() throws IOException {
    for (JsonNode tool : list().required("tools")) {
      String name = tool.required("name").asString();
      assertThat(tool.required("title").asString()).as(name).isNotBlank();
      for (String schema : List.of("inputSchema", "outputSchema")) {
        for (var property : Json.members(tool.required(schema).required("properties"))) {
          boolean described =
              (property.getKey().equals("json") && schema.equals("outputSchema"))
                  || property.getValue().path("description").asString("").length() > 3;
          assertThat(described).as(name + " " + schema + " " + property.getKey()).isTrue();
        }
      }
      assertThat(tool.at("/inputSchema/examples").size()).as(name).isPositive();
      tool.at("/outputSchema/properties/json/properties")
          .properties()
          .forEach(field ->
              assertThat(field.getValue().path("description").asString(""))
                  .as(name + " json " + field.getKey())
                  .isNotBlank());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "campaign_init,false,false,false,false",
    "cell_run,false,true,true,true",
    "run_status,true,false,true,false",
    "run_cancel,false,false,true,false",
    "atlas_aggregate,false,false,true,false",
    "report_render,false,false,true,false",
    "compare,false,false,true,false",
    "value_view,true,false,true,false",
    "search_runbooks,true,false,true,false",
    "search_evidence,true,false,true,false",
    "publish_to_lake,false,true,true,true"
  })
  void annotationsFollowTheSafety(
      String verb, boolean readOnly, boolean destructive, boolean idempotent, boolean openWorld)
      throws IOException {
    JsonNode hints = tool(verb).required("annotations");

    assertThat(hints.required("readOnlyHint").booleanValue()).isEqualTo(readOnly);
    assertThat(hints.required("destructiveHint").booleanValue()).isEqualTo(destructive);
    assertThat(hints.required("idempotentHint").booleanValue()).isEqualTo(idempotent);
    assertThat(hints.required("openWorldHint").booleanValue()).isEqualTo(openWorld);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "done    | {\"campaign\":\"c\",\"cell\":\"x\"} | 0 | false",
        "refused | {\"campaign\":\"c\",\"cell\":\"x\"} | 2 | true",
        "failed  | {\"campaign\":\"c\",\"cell\":\"x\"} | 1 | true",
        "failed  | {\"campaign\":\"c\",\"cell\":\"x\",\"allow_nonzero\":true} | 1 | false",
        "broken  | {\"campaign\":\"c\",\"cell\":\"x\"} | 70 | true",
        "done    | {\"benchpod\":\"p\"} | 2 | true",
        "done    | {\"args\":\"--campaign c --cell x --json\"} | 0 | false"
      })
  void everyReplyKeepsTheOutputSchemaAndIsTheSameAsText(
      String how, String arguments, int code, boolean error) throws IOException {
    try (PipedServer server = PipedServer.ready(directory, List.of(ending(how)))) {
      server.call(1, "cell_run", arguments);

      JsonNode result = server.receive().required("result");
      JsonNode reply = result.required("structuredContent");
      assertThat(reply.required("returncode").intValue()).isEqualTo(code);
      assertThat(result.required("isError").booleanValue()).isEqualTo(error);
      assertThat(Json.MAPPER.readTree(result.at("/content/0/text").asString())).isEqualTo(reply);
      Schema schema = SCHEMAS.getSchema(tool("cell_run").required("outputSchema"));
      assertThat(schema.validate(reply)).isEmpty();
    }
  }

  private static Verb ending(String how) {
    List<Problem> problems = List.of(Problem.of("such", "Such it is.", "Look."));
    return new FakeVerb(
        "cell_run",
        Safety.SUBMITS_JOBS,
        (_, _) ->
            switch (how) {
              case "done" ->
                  new Outcome.Done(Json.object().put("row_count", 2), "Done.", List.of());
              case "refused" -> new Outcome.Refused(Json.object(), "The plan.", problems);
              case "failed" ->
                  new Outcome.Failed(Json.object().put("status", "partial"), "", problems);
              default -> throw new IllegalStateException(how);
            });
  }

  private ObjectNode list() throws IOException {
    try (PipedServer server = PipedServer.ready(directory, FakeVerb.all())) {
      server.send(LIST);
      return (ObjectNode) server.receive().required("result");
    }
  }

  private JsonNode tool(String verb) throws IOException {
    return list()
        .required("tools")
        .valueStream()
        .filter(tool -> tool.required("name").asString().matches("(perf_tune_report_)?" + verb))
        .findFirst()
        .orElseThrow();
  }
}
