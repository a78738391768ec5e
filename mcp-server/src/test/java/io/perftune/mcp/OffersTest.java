package io.perftune.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.fixtures.FakeVerb;
import io.perftune.fixtures.SampleRows;
import io.perftune.value.AaShape;
import io.perftune.value.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Resources, prompts and completions as a client asks for them.
@Timeout(60)
class OffersTest {
  private static final String ID = "20260101T120000Z-demo";
  private static final String CAMPAIGN = "perftune://campaign/" + ID + "/";
  private static final String STATUS = CAMPAIGN + "cells/aa-1k/status";

  @TempDir Path directory;
  private Path campaign;
  private PipedServer server;
  private int id;

  @BeforeEach
  void make() throws IOException {
    campaign = campaign(ID);
    Files.writeString(campaign.resolve("summary.md"), "# Found\n");
    write("pages/digest.png", "\u0089PNG");
    write("cells/aa-1k/status.json", "{\"status\":\"full\"}");
    write("cells/aa-1k/requests.jsonl", "{\"prompt\":\"mine\"}");
    write("cells/aa-1k/commands/aa-c1-t1.cmd", "aiperf profile");
    StringBuilder rows = new StringBuilder();
    for (int concurrency = 1; concurrency <= 25; concurrency++) {
      SampleRows row = SampleRows.point("aa-1k", AaShape.AA_1K, concurrency);
      row.set("campaign_id", ID);
      rows.append(Json.line(row.row().columns())).append('\n');
    }
    Files.writeString(campaign.resolve("atlas.jsonl"), rows);
    server = PipedServer.ready(directory, FakeVerb.all());
  }

  @AfterEach
  void end() throws IOException {
    server.close();
  }

  @Test
  void theListHasWhatShipsAndWhatEachCampaignHas() throws IOException {
    List<String> uris = listed();

    assertThat(uris)
        .doesNotHaveDuplicates()
        .contains(
            "perftune://docs/mcp-tool-io-contract.md",
            "perftune://schemas/campaign.schema.json",
            "perftune://schemas/rows/atlas_v1.schema.json",
            "perftune://configs/sol-ceilings.yaml",
            "perftune://examples/aa-in-cluster.yaml",
            CAMPAIGN + "config.yaml",
            CAMPAIGN + "summary.md",
            CAMPAIGN + "atlas",
            CAMPAIGN + "pages/digest.png",
            CAMPAIGN + "cells/aa-1k/status.json",
            STATUS)
        .noneMatch(uri -> uri.contains("requests.jsonl"));
    for (String uri : uris) {
      JsonNode content = result("resources/read", uri(uri)).at("/contents/0");
      assertThat(content.required("uri").asString()).isEqualTo(uri);
      assertThat(content.has("text") || content.has("blob")).as(uri).isTrue();
    }
  }

  @Test
  void aLongListComesInPagesThatLeaveNothingOutAndRepeatNothing() throws IOException {
    for (int number = 100; number < 350; number++) {
      campaign("20260102T120000Z-many" + number);
    }
    JsonNode first = result("resources/list", "{}");
    assertThat(first.required("resources").size()).isEqualTo(100);
    assertThat(first.has("nextCursor")).isTrue();

    List<String> uris = listed();
    assertThat(uris).doesNotHaveDuplicates();
    assertThat(uris.stream().filter(uri -> uri.contains("-many"))).hasSize(250);
    assertThat(uris).endsWith(STATUS, CAMPAIGN + "cells/aa-1k/status.json");
  }

  @Test
  void aCursorThatIsNoneOfOursIsRefused() throws IOException {
    for (String cursor : List.of("x", "e30", "!!")) {
      ObjectNode answer = ask("resources/list", "{\"cursor\":\"" + cursor + "\"}");
      assertThat(answer.at("/error/code").intValue()).as(cursor).isEqualTo(-32602);
      assertThat(answer.at("/error/message").asString()).contains("leave it out");
    }
  }

  @Test
  void aPictureIsABlobAndATextIsText() throws IOException {
    JsonNode picture = result("resources/read", uri(CAMPAIGN + "pages/digest.png"));
    assertThat(picture.at("/contents/0/mimeType").asString()).isEqualTo("image/png");
    assertThat(Base64.getDecoder().decode(picture.at("/contents/0/blob").asString()))
        .isEqualTo(Files.readAllBytes(campaign.resolve("pages/digest.png")));

    JsonNode text = result("resources/read", uri(CAMPAIGN + "cells/aa-1k/commands/aa-c1-t1.cmd"));
    assertThat(text.at("/contents/0/text").asString()).isEqualTo("aiperf profile");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "perftune://campaign/" + ID + "/../../secret.md",
        "perftune://campaign/" + ID + "/%2e%2e/%2e%2e/secret.md",
        "perftune://campaign/" + ID + "/..%2fsecret.md",
        "perftune://campaign/../secret.md",
        "perftune://campaign/" + ID + "/summary.md/x",
        "perftune://campaign/" + ID + "/cells/aa-1k/requests.jsonl",
        "perftune://campaign/" + ID + "/.lock",
        "perftune://campaign/" + ID + "/receipts/link.json",
        "perftune://campaign/linked/config.yaml",
        "perftune://campaign/none/config.yaml",
        "perftune://campaign/" + ID,
        "perftune://campaign/",
        "perftune://docs/../pom.xml",
        "perftune://docs/pom.xml",
        "perftune://docs/none.md",
        "perftune://docs/a%00b.md",
        "perftune://ceilings/abacus",
        "perftune://none/x",
        "perftune:docs",
        "file:///etc/passwd",
        "/etc/passwd",
        "no uri"
      })
  void nothingElseCanBeRead(String uri) throws IOException {
    Files.writeString(directory.resolve("secret.md"), "secret");
    Path outside = Files.createDirectories(directory.resolve("elsewhere"));
    Files.writeString(outside.resolve("config.yaml"), "secret");
    Files.createDirectories(campaign.resolve("receipts"));
    link(campaign.resolve("receipts/link.json"), directory.resolve("secret.md"));
    link(directory.resolve("campaigns/linked"), outside);

    ObjectNode answer = ask("resources/read", uri(uri));

    assertThat(answer.at("/error/code").intValue()).isIn(-32002, -32602);
    assertThat(answer.at("/error/message").asString()).isNotBlank().doesNotContain("Exception");
  }

  @Test
  void aLinkThatLeadsOutIsNotListed() throws IOException {
    Files.writeString(directory.resolve("secret.png"), "secret");
    link(campaign.resolve("pages/out.png"), directory.resolve("secret.png"));

    assertThat(listed()).noneMatch(uri -> uri.endsWith("out.png"));
  }

  @Test
  void aFileThatIsTooLongIsRefusedWithItsPath() throws IOException {
    Path file = write("summary.md", "x".repeat(300_000));

    assertThat(ask("resources/read", uri(CAMPAIGN + "summary.md")).at("/error/message").asString())
        .contains("has 300000 bytes", "at most 262144", file.toRealPath().toString());
  }

  @Test
  void rowsComeInPages() throws IOException {
    List<Integer> concurrencies = new ArrayList<>();
    String uri = CAMPAIGN + "atlas?cell=aa-1k&limit=7";
    while (uri != null) {
      String text = result("resources/read", uri(uri)).at("/contents/0/text").asString();
      JsonNode page = Json.MAPPER.readTree(text);
      assertThat(page.required("row_count").intValue()).isEqualTo(25);
      assertThat(page.required("rows").size()).isLessThanOrEqualTo(7);
      page.required("rows")
          .forEach(row -> concurrencies.add(row.required("concurrency").intValue()));
      uri = Json.text(page, "next");
    }

    assertThat(concurrencies).hasSize(25).isSorted().doesNotHaveDuplicates();
    assertThat(ask("resources/read", uri(CAMPAIGN + "atlas?offset=x")).at("/error/code").intValue())
        .isEqualTo(-32602);
  }

  @Test
  void ceilingsAreReadByKeyOrAlias() throws IOException {
    String text =
        result("resources/read", uri("perftune://ceilings/B200")).at("/contents/0/text").asString();

    assertThat(text).startsWith("{\"b200_sm100\":").contains("hbm_tbps");
  }

  @Test
  void aSubscriberIsToldOfEachChangeUntilItUnsubscribes() throws IOException {
    assertThat(result("resources/subscribe", uri(STATUS)).isEmpty()).isTrue();
    write("cells/aa-1k/journal.jsonl", "{\"event\":\"run_started\"}\n");

    ObjectNode told = server.receive();
    assertThat(told.required("method").asString()).isEqualTo("notifications/resources/updated");
    assertThat(told.at("/params/uri").asString()).isEqualTo(STATUS);
    JsonNode state =
        Json.MAPPER.readTree(
            result("resources/read", uri(STATUS)).at("/contents/0/text").asString());
    assertThat(state.required("state").asString()).isEqualTo("ended");
    assertThat(state.at("/latest_events/0/event").asString()).isEqualTo("run_started");
    assertThat(result("resources/unsubscribe", uri(STATUS)).isEmpty()).isTrue();

    Files.delete(campaign.resolve("cells/aa-1k/status.json"));
    assertThat(result("resources/read", uri(STATUS)).at("/contents/0/text").asString())
        .contains("\"state\":\"not_ended\"");
  }

  @Test
  void whatNeverChangesCannotBeSubscribedTo() throws IOException {
    for (String uri : List.of("perftune://docs/rows.md", CAMPAIGN + "none", "x")) {
      assertThat(ask("resources/subscribe", uri(uri)).has("error")).as(uri).isTrue();
    }
  }

  @Test
  void promptsNameToolsAndResourcesThatThereAre() throws IOException {
    server.send("{\"jsonrpc\":\"2.0\",\"id\":1000,\"method\":\"tools/list\"}");
    String tools = server.receive().toString();
    JsonNode prompts = result("prompts/list", "{}").required("prompts");
    assertThat(prompts.size()).isEqualTo(3);
    for (JsonNode prompt : prompts) {
      ObjectNode params = Json.object().put("name", prompt.required("name").asString());
      ObjectNode arguments = params.putObject("arguments");
      for (JsonNode argument : prompt.required("arguments")) {
        if (argument.required("required").booleanValue()) {
          arguments.put(argument.required("name").asString(), ID);
        }
      }
      String text =
          result("prompts/get", params.toString()).at("/messages/0/content/text").asString();
      assertThat(text).contains("Gate:", ID).doesNotContain("{", "}");
      for (String tool : found("perf_tune_report_[a-z_]+", text)) {
        assertThat(tools).contains("\"" + tool + "\"");
      }
      for (String uri : found("perftune://(docs|schemas|examples)/[a-z0-9._-]+[a-z]", text)) {
        assertThat(result("resources/read", uri(uri)).has("contents")).isTrue();
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"name\":\"none\"}                                               | There is no prompt",
        "{\"name\":\"what_next\"}                                          | needs the argument \"campaign\"",
        "{\"name\":\"what_next\",\"arguments\":{\"campaign\":\" \"}}       | needs the argument \"campaign\"",
        "{\"name\":\"what_next\",\"arguments\":{\"campaign\":\"c\",\"x\":\"y\"}} | has no argument \"x\"",
        "{}                                                                | params.name must be a text"
      })
  void aPromptThatCannotBeMadeSaysWhy(String params, String why) throws IOException {
    ObjectNode answer = ask("prompts/get", params);

    assertThat(answer.at("/error/code").intValue()).isEqualTo(-32602);
    assertThat(answer.at("/error/message").asString()).contains(why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ref/prompt | explain_report | campaign | demo | | " + ID,
        "ref/prompt | run_aa_on_endpoint | shape | aa-1 | | aa-1k,aa-10k,aa-100k",
        "ref/prompt | run_aa_on_endpoint | hardware | undis | | undisclosed",
        "ref/resource | perftune://ceilings/{hardware} | hardware | b200 | | b200_sm100,gb200_nvl72",
        "ref/resource | perftune://campaign/{campaign}/cells/{cell}/status | cell | | "
            + ID
            + " | aa-1k",
        "ref/resource | perftune://campaign/{campaign}/cells/{cell}/status | cell | | | ''",
        "ref/resource | perftune://campaign/{campaign}/pages/{page} | page | dig | "
            + ID
            + " | digest.png",
        "ref/resource | perftune://campaign/{campaign}/{+path} | path | summ | "
            + ID
            + " | summary.md",
        "ref/resource | perftune://docs/{document} | document | mcp | | mcp-tool-io-contract.md"
      })
  void completesWhatCanBeKnown(
      String type, String name, String argument, String typed, String campaignId, String values)
      throws IOException {
    ObjectNode params = Json.object();
    params.putObject("ref").put("type", type).put(type.equals("ref/prompt") ? "name" : "uri", name);
    params.putObject("argument").put("name", argument).put("value", typed == null ? "" : typed);
    if (campaignId != null) {
      params.putObject("context").putObject("arguments").put("campaign", campaignId);
    }

    JsonNode completion = result("completion/complete", params.toString()).required("completion");

    String found =
        String.join(
            ",", completion.required("values").valueStream().map(JsonNode::asString).toList());
    assertThat(found).isEqualTo(values);
    assertThat(completion.required("hasMore").booleanValue()).isFalse();
  }

  @Test
  void noneOfItIsAnsweredBeforeTheHandshake() throws IOException {
    try (PipedServer fresh = PipedServer.fresh(directory, FakeVerb.all())) {
      fresh.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/list\"}");
      assertThat(fresh.receive().at("/error/message").asString()).contains("before the session");
    }
  }

  private Path campaign(String name) throws IOException {
    Path made = Files.createDirectories(directory.resolve("campaigns").resolve(name));
    Files.writeString(made.resolve("config.yaml"), "name: demo\n");
    return made;
  }

  private Path write(String path, String text) throws IOException {
    Path file = campaign.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static void link(Path link, Path target) throws IOException {
    if (!Files.exists(link)) {
      Files.createSymbolicLink(link, target);
    }
  }

  private List<String> listed() throws IOException {
    List<String> uris = new ArrayList<>();
    String cursor = null;
    do {
      JsonNode page =
          result("resources/list", cursor == null ? "{}" : "{\"cursor\":\"" + cursor + "\"}");
      page.required("resources").forEach(listed -> uris.add(listed.required("uri").asString()));
      cursor = Json.text(page, "nextCursor");
    } while (cursor != null);
    return uris;
  }

  private static List<String> found(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    List<String> found = new ArrayList<>();
    while (matcher.find()) {
      found.add(matcher.group());
    }
    return found;
  }

  private static String uri(String uri) {
    return Json.line(Json.object().put("uri", uri));
  }

  private JsonNode result(String method, String params) throws IOException {
    ObjectNode answer = ask(method, params);
    assertThat(answer.has("result")).as(answer.toString()).isTrue();
    return answer.required("result");
  }

  private ObjectNode ask(String method, String params) throws IOException {
    id++;
    server.send(
        "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"%s\",\"params\":%s}"
            .formatted(id, method, params));
    ObjectNode answer = server.receive();
    assertThat(answer.path("id").intValue()).isEqualTo(id);
    return answer;
  }
}
