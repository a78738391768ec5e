package io.perftune.config;

import io.perftune.value.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// docs/campaign.md, made from the schema.
final class CampaignPage {
  private static final String CELL = "/properties/cells/items";
  private static final String OPENING =
      """
      # The campaign file

      <!-- Made from schemas/campaign.schema.json; DocumentsTest -Dgolden.update=true writes it anew. -->

      A campaign file is YAML 1.2: one mapping, UTF-8, at most 1 MiB. campaign_init checks it as a whole and tells everything
      that is wrong at once, each thing by line and column; nothing is measured with a file that has a fault. campaigns/examples/
      holds files to start from.

      Three words stand for what is not known. `null` is a gap: nobody said. `undisclosed` is a statement: whoever runs the
      endpoint does not tell. `not_applicable` may stand only where `serving_engine` is `simulator`. Merge keys (`<<`) and
      variables (`${NAME}`) are refused, and so is a credential anywhere in the file, comments included.
      """;

  private final JsonNode schema = Schema.load("campaign").json();
  private final StringBuilder page = new StringBuilder(OPENING);

  private CampaignPage() {}

  static String text() {
    return new CampaignPage().write();
  }

  private String write() {
    section("The top level", "");
    section("next_lever", "/properties/next_lever");
    section("levers[]", "/properties/levers/items");
    section("provenance", "/properties/provenance");
    section("provenance.identity", "/properties/provenance/properties/identity");
    section("provenance.source[]", "/properties/provenance/properties/source/items");
    section("provenance.verdict", "/properties/provenance/properties/verdict");
    section("tpm", "/properties/tpm");
    section("cost", "/properties/cost");
    grouped("cells[]", CELL);
    grouped("cells[].aa", CELL + "/properties/aa");
    section("cells[].aa.timeouts", CELL + "/properties/aa/properties/timeouts");
    rules();
    later();
    return page.toString();
  }

  private void section(String title, String pointer) {
    JsonNode block = schema.at(pointer);
    heading(title, block.required("description").asString());
    header();
    rows(block, List.copyOf(block.required("properties").propertyNames()));
  }

  private void grouped(String title, String pointer) {
    JsonNode block = schema.at(pointer);
    heading(title, block.required("description").asString());
    Map<String, List<String>> groups = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> key : Json.members(block.required("properties"))) {
      groups
          .computeIfAbsent(key.getValue().required("x-group").asString(), _ -> new ArrayList<>())
          .add(key.getKey());
    }
    groups.forEach((group, keys) -> {
      page.append("\n### ").append(title).append(": ").append(group).append('\n');
      header();
      rows(block, keys);
    });
  }

  private void heading(String title, String description) {
    page.append("\n## ")
        .append(title)
        .append("\n\n")
        .append(Markdown.cell(description))
        .append('\n');
  }

  private void header() {
    page.append("\n| key | takes | unit | default | meaning |\n|---|---|---|---|---|\n");
  }

  private void rows(JsonNode block, List<String> keys) {
    for (String key : keys) {
      JsonNode property = block.required("properties").required(key);
      String unit = Json.text(property, "x-unit");
      page.append(
          "| `%s` | %s | %s | %s | %s |\n"
              .formatted(
                  key,
                  Markdown.cell(SchemaWords.expected(property)),
                  unit == null ? "" : unit,
                  standsBehind(block, key, property),
                  Markdown.cell(property.required("description").asString())));
    }
  }

  private static String standsBehind(JsonNode block, String key, JsonNode property) {
    boolean required =
        block.path("required").valueStream().anyMatch(name -> name.asString().equals(key));
    if (required) {
      return "**required**";
    }
    JsonNode declared = property.get("default");
    return declared == null ? "inferred" : "`" + Json.line(declared) + "`";
  }

  private void rules() {
    page.append(
        """

        ## Rules that tie keys together

        - `cell_id` is unique in the file, case aside.
        - `hardware` is a key or alias of configs/sol-ceilings.yaml, case aside, or `undisclosed`; a peak is never assumed.
        - `num_gpus` equals tensor x pipeline x data parallel where all four are numbers.
        - `aa.request_count` is at least the largest of `concurrencies`.
        - `aa.max_output_tokens` is at least the shape's floor; with `reasoning: true` it must be given and lie above the floor,
          because a model that may write no more than the floor can think it all away.
        - `aa.input_file` goes with `mode: dataset-replay`.
        - `aa.extra_body` must not hold what the workload sets: model, messages, stream, stream_options, max_tokens,
          max_completion_tokens, min_tokens, ignore_eos, temperature, top_p.
        - `aa.url` has no user, query or fragment and is one endpoint.
        - An older file that lacks `endpoint_kind` or `hardware` is read; what was assumed is said.
        """);
  }

  private void later() {
    page.append(
        """

        ## Not there yet

        These are refused by name, with what to do meanwhile, even where they say null.

        | key | meanwhile |
        |---|---|
        """);
    NotYet.campaignKeys()
        .forEach((key, remedy) ->
            page.append("| `%s` | %s |\n".formatted(key.replace("=", ": "), remedy)));
  }
}
