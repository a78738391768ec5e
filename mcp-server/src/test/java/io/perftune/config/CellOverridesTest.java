package io.perftune.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.perftune.value.AaMode;
import io.perftune.value.Cell;
import io.perftune.value.Json;
import io.perftune.value.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/// What one call of cell_run may change.
class CellOverridesTest {
  private static final Cell CELL =
      CampaignFile.parse(
              """
              name: x
              cells:
                - cell_id: big
                  backend: aa
                  concurrencies: [1, 10]
                  model: m
                  hardware: H200
                  endpoint_kind: in_cluster
                  aa: {url: "http://h:1/v1", model: served, shape: aa-10k}
              """,
              "campaign.yaml")
          .cells()
          .getFirst();

  private static ObjectNode input(String json) {
    return (ObjectNode) Json.MAPPER.readTree(json);
  }

  private static String refusal(Cell cell, String json) {
    ProblemException refused =
        catchThrowableOfType(ProblemException.class, () -> CellOverrides.apply(cell, input(json)));
    assertThat(refused).as(json).isNotNull();
    return String.valueOf(refused.getMessage());
  }

  @Test
  void changesNothingWhereNothingIsAsked() {
    assertThat(CellOverrides.apply(CELL, input("{\"campaign\": \"c\", \"dry_run\": true}")))
        .isEqualTo(CELL);
    assertThat(CellOverrides.apply(CELL, input("{\"aa_shape\": \"aa-10k\", \"engine\": null}")))
        .isEqualTo(CELL);
  }

  @Test
  void changesWhatIsAskedAndSaysSoInTheDeclaration() {
    Cell changed =
        CellOverrides.apply(
            CELL,
            input(
                """
                {"aa_mode": "dataset-replay", "request_count": 4, "concurrencies": [2, 4],
                 "endpoint_url": "https://other:8443/base/v1/", "served_model": "other",
                 "engine": "aiperf", "input_file": "prompts.jsonl"}
                """));
    assertThat(changed.concurrencies()).containsExactly(2, 4);
    assertThat(changed.aa().mode()).isEqualTo(AaMode.DATASET_REPLAY);
    assertThat(changed.aa().endpoint().origin()).hasToString("https://other:8443/base");
    assertThat(changed.aa().endpoint().model()).isEqualTo("other");
    assertThat(changed.aa().load().requestCount()).isEqualTo(4);
    assertThat(changed.aa().load().inputFile()).isEqualTo("prompts.jsonl");
    assertThat(changed.declared().at("/aa/request_count").intValue()).isEqualTo(4);
    assertThat(changed.declared().at("/aa/url").asString())
        .isEqualTo("https://other:8443/base/v1/");
    assertThat(changed.ceilingKey()).isEqualTo("h200_sxm");
    assertThat(CELL.declared().at("/aa/request_count").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"aa_shape\": \"aa-1k\"} | --aa-shape: --aa-shape is aa-1k, but cell big is aa-10k. Name the cell of that shape; one shape is one cell.",
        "{\"aa_mode\": \"replay\"} | --aa-mode: --aa-mode is \"replay\", which is not one of synthetic, dataset-replay. Choose one of them.",
        "{\"request_count\": 0} | --request-count: --request-count is 0, which is too small. Give a whole number from 1 to 1000000, or null.",
        "{\"request_count\": 9} | --request-count: --request-count is 9, and so many requests never reach concurrency 10. Give at least 10, or leave it out for max(20, 2 x concurrency).",
        "{\"concurrencies\": []} | --concurrencies: --concurrencies is empty. Give a list of different whole numbers from 1 to 4096.",
        "{\"concurrencies\": [1, 1]} | --concurrencies: --concurrencies is [1,1], which repeats a value. Name each one once.",
        "{\"concurrencies\": [5000]} | --concurrencies: --concurrencies is 5000, which is too large. Give a whole number from 1 to 4096.",
        "{\"endpoint_url\": \"h:1\"} | --endpoint-url: --endpoint-url is \"h:1\", which does not start with http:// or https://. Write the scheme in front.",
        "{\"endpoint_url\": \"http://me:hunter22@h:1\"} | --endpoint-url: --endpoint-url holds a user or password in a URL. Remove it.",
        "{\"served_model\": \"a,b\"} | --served-model: --served-model is \"a,b\", which does not fit. Give one line of text without a comma, not starting with a hyphen.",
        "{\"input_file\": \"p.jsonl\"} | --input-file: --input-file is given, but aa.mode synthetic replays no file. Say mode: dataset-replay, or remove input_file."
      })
  void refusesByTheNameOfTheFlag(String input, String refusal) {
    assertThat(refusal(CELL, input)).isEqualTo(refusal);
  }

  @Test
  void namesTheCellWhereTheCellIsInTheWay() {
    Cell replayed =
        CellOverrides.apply(
            CELL, input("{\"aa_mode\": \"dataset-replay\", \"input_file\": \"p.jsonl\"}"));
    assertThat(refusal(replayed, "{\"aa_mode\": \"synthetic\"}"))
        .startsWith("cell big: aa.input_file is given, but aa.mode synthetic");
  }

  @Test
  void tellsEverythingAtOnce() {
    assertThat(refusal(CELL, "{\"aa_mode\": \"x\", \"request_count\": -1, \"engine\": \"y\"}"))
        .hasLineCount(3);
  }
}
