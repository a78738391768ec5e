package io.perftune.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.value.AaMode;
import io.perftune.value.AaShape;
import io.perftune.value.Json;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class VerbSchemaTest {
  private static final List<String> NEVER_AT_THE_TOP = List.of("oneOf", "anyOf", "allOf");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "campaign_init",
        "cell_run",
        "run_status",
        "run_cancel",
        "import_aiperf",
        "import_sol",
        "atlas_aggregate",
        "report_render",
        "publish_to_lake",
        "search_runbooks",
        "search_evidence",
        "dataset",
        "aa_workload",
        "export_aiperf",
        "aa_ttfo_probe",
        "doctor",
        "install_skill"
      })
  void everySchemaIsWholeAndItsExamplesHold(String verb) {
    VerbSchema schema = VerbSchema.load(verb);

    assertThat(schema.title()).endsWith(".");
    assertThat(schema.description()).isNotBlank();
    for (Schema side : List.of(schema.input(), schema.output())) {
      assertThat(side.json().propertyNames()).doesNotContainAnyElementsOf(NEVER_AT_THE_TOP);
      assertThat(side.json().path("type").asString()).isEqualTo("object");
    }
    assertThat(schema.flags()).allSatisfy(flag -> assertThat(flag.description()).endsWith("."));
    assertThat(schema.flags()).allSatisfy(flag -> assertThat(flag.kind()).isNotNull());
    assertThat(schema.examples())
        .isNotEmpty()
        .allSatisfy(
            example -> assertThat(schema.input().problems(example, pointer -> pointer)).isEmpty());
    assertThat(schema.required()).allSatisfy(name -> assertThat(schema.flag(name)).isPresent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "campaign_init",
        "cell_run",
        "run_status",
        "run_cancel",
        "import_aiperf",
        "import_sol",
        "atlas_aggregate",
        "report_render",
        "publish_to_lake",
        "search_runbooks",
        "search_evidence",
        "dataset",
        "aa_workload",
        "export_aiperf",
        "aa_ttfo_probe",
        "doctor",
        "install_skill"
      })
  void aReplyThatSaysNothingIsAllNullsAndValid(String verb) {
    VerbSchema schema = VerbSchema.load(verb);
    ObjectNode reply = schema.filled(Json.object());
    reply.set("problems", Json.array());

    assertThat(reply.propertyNames())
        .containsExactlyElementsOf(schema.output().json().required("properties").propertyNames());
    assertThat(schema.output().problems(reply, pointer -> pointer)).isEmpty();
  }

  @Test
  void shapesAndModesAreThoseOfTheCode() {
    List<String> shapes = Arrays.stream(AaShape.values()).map(AaShape::label).toList();
    List<String> modes = Arrays.stream(AaMode.values()).map(AaMode::label).toList();

    assertThat(choices("cell_run", "aa_shape")).isEqualTo(shapes);
    assertThat(choices("cell_run", "aa_mode")).isEqualTo(modes);
    assertThat(choices("dataset", "shape")).isEqualTo(shapes);
    assertThat(choices("aa_ttfo_probe", "shape")).isEqualTo(shapes);
    assertThat(choices("aa_workload", "mode")).isEqualTo(modes);
    assertThat(choices("aa_workload", "engine")).isEqualTo(choices("cell_run", "engine"));
    assertThat(
            VerbSchema.load("aa_workload")
                .flag("shapes")
                .orElseThrow()
                .declared()
                .required("default")
                .asString())
        .isEqualTo(String.join(",", shapes));
  }

  @Test
  void whatIsNotThereYetIsOfferedNowhere() {
    JsonNode later = Resources.json("not-yet.json").required("flags");
    for (String verb : later.propertyNames()) {
      assertThat(later.required(verb).propertyNames())
          .isNotEmpty()
          .allSatisfy(name -> assertThat(VerbSchema.load(verb).flag(name)).isEmpty());
    }
    assertThat(choices("cell_run", "engine")).containsExactly("aiperf", "builtin");
    assertThat(choices("cell_run", "backend")).containsExactly("aa");
  }

  private static List<String> choices(String verb, String property) {
    Stream<JsonNode> choices =
        VerbSchema.load(verb)
            .flag(property)
            .orElseThrow()
            .declared()
            .required("enum")
            .valueStream();
    return choices.map(JsonNode::asString).toList();
  }
}
