package io.perftune.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.perftune.value.AaMode;
import io.perftune.value.AaShape;
import io.perftune.value.AaWorkload;
import io.perftune.value.BenchPod;
import io.perftune.value.Campaign;
import io.perftune.value.Cell;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/// A campaign file becomes a campaign.
class CampaignFileTest {
  @TempDir private Path directory;

  /// A file from before endpoint_kind and hardware were asked for.
  private static String older(String url) {
    return """
    name: older
    cells:
      - cell_id: aa-1k
        backend: aa
        concurrencies: [1, 10]
        model: m
        aa: {url: "%s", model: served, shape: aa-1k}
    """
        .formatted(url);
  }

  private static Campaign parse(String yaml) {
    return CampaignFile.parse(yaml, "campaign.yaml");
  }

  private static String refusal(Path file) {
    ProblemException refused =
        catchThrowableOfType(ProblemException.class, () -> CampaignFile.load(file));
    assertThat(refused).isNotNull();
    return String.valueOf(refused.getMessage());
  }

  @Test
  void typesWhatTheFileSays() {
    Campaign campaign =
        parse(
            """
            name: typed
            seed: 7
            cells:
              - cell_id: one
                backend: aa
                concurrencies: [10, 1]
                model: m
                hardware: GB300 NVL72
                endpoint_kind: in_cluster
                reasoning: true
                extras: {anything: [1, {at: all}]}
                aa:
                  url: HTTPS://Host.Example:8443/base/v1/
                  endpoint: /v1/other
                  model: served/name
                  api_key_env: MY_KEY
                  shape: aa-10k
                  mode: dataset-replay
                  input_file: prompts.jsonl
                  request_count: 30
                  warmup_requests: 0
                  aiperf_cmd: uv run aiperf
                  tokenizer: builtin
                  timeouts: {request_s: 60}
                  extra_output_controls: false
                  max_output_tokens: 9000
                  max_tokens_field: max_tokens
                  extra_body: {chat_template_kwargs: {enable_thinking: true}}
            """);
    Cell cell = campaign.cell("one").orElseThrow();
    assertThat(cell.concurrencies()).containsExactly(10, 1);
    assertThat(cell.ceilingKey()).isEqualTo("gb300_nvl72");
    assertThat(cell.declared().required("hardware").asString()).isEqualTo("GB300 NVL72");
    assertThat(cell.endpointKind()).isEqualTo("in_cluster");
    assertThat(cell.aa())
        .isEqualTo(
            new AaWorkload(
                AaShape.AA_10K,
                AaMode.DATASET_REPLAY,
                "aiperf",
                new AaWorkload.Endpoint(
                    URI.create("https://host.example:8443/base"),
                    "/v1/other",
                    "chat",
                    "served/name",
                    "MY_KEY",
                    AaWorkload.Access.PLAIN),
                new AaWorkload.Load(
                    30,
                    0,
                    1,
                    "prompts.jsonl",
                    new AaWorkload.Timeouts(10, 600, 120, 60),
                    new AaWorkload.Aiperf("uv run aiperf", "builtin")),
                new AaWorkload.Output(
                    false,
                    9000,
                    "max_tokens",
                    (ObjectNode)
                        Json.MAPPER.readTree(
                            "{\"chat_template_kwargs\": {\"enable_thinking\": true}}")),
                new AaWorkload.Checks(true, true, null)));
    assertThat(campaign.notices()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:8000,local",
    "http://127.9.8.7,local",
    "http://localhost:1/v1,local",
    "http://LOCALHOST,local",
    "http://vllm.localhost,local",
    "http://[::1]:8000,local",
    "https://api.inference.wandb.ai,public_gateway",
    "http://127.0.0.1.example,public_gateway",
    "http://10.0.0.1,public_gateway",
    "http://localhost.example,public_gateway"
  })
  void infersWhereAnOlderFilesEndpointStandsAndSaysSo(String url, String kind) {
    Campaign campaign = parse(older(url));
    assertThat(campaign.cells().getFirst().endpointKind()).isEqualTo(kind);
    assertThat(campaign.notices())
        .extracting(Problem::line)
        .containsExactly(
            "campaign.yaml:3:5: cells[0].endpoint_kind is not declared, so it is %s. Declare public_gateway, in_cluster or local."
                .formatted(kind),
            "campaign.yaml:3:5: cells[0].hardware is not declared, so it is undisclosed. Declare a key of configs/sol-ceilings.yaml, or undisclosed.");
    assertThat(campaign.json().at("/cells/0/endpoint_kind").asString()).isEqualTo(kind);
    assertThat(campaign.json().at("/cells/0/hardware").asString()).isEqualTo("undisclosed");
  }

  @Test
  void infersFromAPodThatTheEndpointIsInItsCluster() {
    String file = older("http://127.0.0.1:8000");
    Campaign campaign = parse(file.replace("aa-1k}", "aa-1k, bench_pod: bench-0}"));

    assertThat(campaign.cells().getFirst().endpointKind()).isEqualTo("in_cluster");
    assertThat(campaign.cells().getFirst().aa().pod())
        .isEqualTo(new BenchPod("bench-0", null, null));
  }

  @Test
  void takesACampaignWithoutCells() {
    assertThat(parse("name: imports\n").cells()).isEmpty();
    assertThat(parse("name: imports\ncells: []\n").cells()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{change: a, unlock: b, gate: c}",
        "'frontier-exhausted: HBM at 93 %, see evidence/7'",
        "null"
      })
  void takesEachFormOfANextLever(String lever) {
    assertThat(parse("name: x\nnext_lever: " + lever + "\n").nextLever()).isNotNull();
  }

  @Test
  void aLeverThatIsSettledSaysWhy() {
    String lever = "name: x\nlevers: [{change: a, unlock: b, gate: c, state: %s}]\n";

    assertThat(parse(lever.formatted("open")).json().at("/levers/0/why").isNull()).isTrue();
    for (String state : List.of("won", "refuted")) {
      assertThatThrownBy(() -> parse(lever.formatted(state)))
          .hasMessageContaining("levers[0].why is not given, and the lever is " + state);
    }
  }

  @Test
  void understandsYamlOfEveryShape() {
    Campaign campaign =
        parse(
            """

            # a comment
            name: "x"   # another
            seed: 0x1F
            description: >-
              folded
              text
            roofline_gap_arms: {a: &why "no sweep", b: *why}
            """
                .replace("\n", "\r\n"));
    assertThat(campaign.name()).isEqualTo("x");
    assertThat(campaign.json().required("seed").longValue()).isEqualTo(31);
    assertThat(campaign.text("description")).isEqualTo("folded text");
    assertThat(campaign.json().at("/roofline_gap_arms/b").asString()).isEqualTo("no sweep");
  }

  @Test
  void readsAFileWithAByteOrderMark() throws IOException {
    Path file = directory.resolve("bom.yaml");
    Files.writeString(file, "\uFEFFname: x\n");
    assertThat(CampaignFile.load(file).name()).isEqualTo("x");
  }

  @Test
  void refusesWhatIsNoFile() throws IOException {
    Path missing = directory.resolve("none.yaml");
    assertThat(refusal(missing))
        .isEqualTo(
            "%1$s: There is no file %1$s. Give the path of a campaign file.".formatted(missing));
    assertThat(refusal(directory))
        .isEqualTo(
            "%1$s: %1$s is a directory. Give the path of a campaign file.".formatted(directory));
    Path device = Path.of("/dev/null");
    if (Files.exists(device)) {
      assertThat(refusal(device)).contains("is no regular file");
    }
  }

  @Test
  void refusesAFileOfMoreThanAMebibyte() throws IOException {
    Path file = directory.resolve("large.yaml");
    Files.writeString(file, "name: x\n" + "# filler\n".repeat(120_000));
    assertThat(refusal(file)).contains("large.yaml is larger than 1 MiB.");
  }

  @Test
  void placesTheFirstByteThatIsNotUtf8() throws IOException {
    Path file = directory.resolve("latin.yaml");
    Files.write(file, "name: x\nfamily: é\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(refusal(file))
        .isEqualTo("%1$s:2:9: %1$s is not UTF-8 text. Save the file as UTF-8.".formatted(file));
    Files.write(file, "name: x\n".getBytes(StandardCharsets.UTF_16));
    assertThat(refusal(file)).contains(":1:1: ").contains("is not UTF-8 text");
  }

  @Test
  void placesByTheCharactersThatAPersonSees() {
    ProblemException refused =
        catchThrowableOfType(
            ProblemException.class, () -> parse("{\"name\": \"🙂é\", \"focus\": 5}"));
    assertThat(refused.problems())
        .extracting(Problem::where)
        .containsExactly("campaign.yaml:1:2", "campaign.yaml:1:16");
  }
}
