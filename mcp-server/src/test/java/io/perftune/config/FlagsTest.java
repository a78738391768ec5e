package io.perftune.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.value.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlagsTest {
  private static final Flags CELL_RUN = new Flags(VerbSchema.load("cell_run"));
  private static final Flags PUBLISH = new Flags(VerbSchema.load("publish_to_lake"));

  @Test
  void readsTextNumbersListsAndSwitches() {
    Flags.Parsed parsed =
        CELL_RUN.parse(
            List.of(
                "--campaign",
                "c",
                "--cell=aa-1k",
                "--request-count",
                "20",
                "--concurrencies",
                "1, 10",
                "--dry-run"));

    assertThat(parsed.problems()).isEmpty();
    assertThat(parsed.input().toString())
        .isEqualTo(
            "{\"campaign\":\"c\",\"cell\":\"aa-1k\",\"request_count\":20,\"concurrencies\":[1,10],"
                + "\"dry_run\":true}");
  }

  @Test
  void fillsNoDefaults() {
    assertThat(CELL_RUN.parse(List.of()).input().isEmpty()).isTrue();
  }

  @Test
  void readsAliases() {
    assertThat(PUBLISH.parse(List.of("--allow-incomplete")).input().toString())
        .isEqualTo("{\"no_strict\":true}");
  }

  @Test
  void takesAtSignsAndDollarsAsTheyStand() {
    Flags.Parsed parsed =
        CELL_RUN.parse(List.of("--campaign", "@/etc/hosts", "--cell", "${sys:x}"));

    assertThat(parsed.input().toString())
        .isEqualTo("{\"campaign\":\"@/etc/hosts\",\"cell\":\"${sys:x}\"}");
  }

  @Test
  void reportsEveryProblemAtOnce() {
    List<String> lines =
        CELL_RUN
            .parse(
                List.of(
                    "--camp",
                    "x",
                    "--cell",
                    "a",
                    "--cell",
                    "b",
                    "--request-count",
                    "many",
                    "--dry-run=no",
                    "--enpoint-url",
                    "http://x",
                    "stray",
                    "--served-model"))
            .problems()
            .stream()
            .map(Problem::line)
            .toList();

    assertThat(lines)
        .containsExactlyInAnyOrder(
            "--camp: --camp is not a whole flag. Write --campaign or --campaigns-dir.",
            "--cell: --cell is given 2 times. Give it once.",
            "--request-count: --request-count is \"many\", but must be a whole number. Write it as"
                + " N.",
            "--dry-run: --dry-run takes no value, but has \"no\". Give the flag alone, or leave it"
                + " out.",
            "--enpoint-url: --enpoint-url is not a flag of cell_run. Did you mean --endpoint-url?",
            "args: \"stray\" is not expected. Every argument is a flag, or the value of the flag"
                + " before it.",
            "--served-model: --served-model has no value. Write --served-model NAME.");
  }

  @Test
  void blamesWhatItNamed() {
    assertThat(CELL_RUN.parse(List.of("--camp", "x", "--cell")).blamed())
        .containsExactlyInAnyOrder("campaign", "campaigns_dir", "cell");
  }

  @Test
  void takesAFlagForNoValue() {
    assertThat(CELL_RUN.parse(List.of("--campaign", "--cell", "aa-1k")).problems())
        .extracting(Problem::line)
        .containsExactly("--campaign: --campaign has no value. Write --campaign CAMPAIGN.");
  }
}
