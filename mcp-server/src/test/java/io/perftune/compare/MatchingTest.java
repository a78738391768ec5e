package io.perftune.compare;

import static io.perftune.compare.CompareSample.A;
import static io.perftune.compare.CompareSample.B;
import static io.perftune.compare.CompareSample.campaign;
import static io.perftune.compare.CompareSample.point;
import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.fixtures.SampleRows;
import io.perftune.value.AaShape;
import io.perftune.value.Json;
import io.perftune.value.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MatchingTest {
  @Test
  void oneRowOfAWorkloadOnEachSideIsAPairWhateverTheCellsAreCalled() {
    Matching matching =
        Matching.of(
            campaign(A, SampleRows.point("bf16", AaShape.AA_1K, 10)),
            campaign(B, SampleRows.point("fp8", AaShape.AA_1K, 10).set("quant", "fp8")));

    assertThat(said(matching.pairs())).containsExactly("bf16 c=10 | fp8 c=10");
    assertThat(matching.unmatched()).isEmpty();
    assertThat(matching.excluded()).isEmpty();
  }

  static Stream<Arguments> otherWorkloads() {
    return Stream.of(
        other("model", row -> row.set("model", "another")),
        other("dataset", row -> row.set("dataset", "another")),
        other("aa_mode", row -> row.set("aa_mode", "dataset-replay")),
        other("prompt_source", row -> row.set("prompt_source", "wordnet")),
        other("target_input_tokens", row -> row.set("target_input_tokens", 999)),
        other("min_answer_tokens", row -> row.set("min_answer_tokens", 999)),
        other("max_output_tokens", row -> row.set("max_output_tokens", 999)),
        other("concurrency", row -> row.set("concurrency", 11)),
        other("cache_mode", row -> row.set("cache_mode", "warm")),
        other("output_control", row -> row.set("output_control", "cap")),
        other("load_engine", row -> row.set("load_engine", "builtin")),
        other("backend", row -> row.set("backend", "builtin")),
        other("aa_shape", row -> row.set("aa_shape", "aa-10k")),
        other("prompt_source", row -> row.unset("prompt_source")));
  }

  private static Arguments other(String column, Consumer<SampleRows> change) {
    return Arguments.of(column, change);
  }

  @ParameterizedTest
  @MethodSource("otherWorkloads")
  void aRowOfAnotherWorkloadIsSetBesideNothingAndSaysWhere(
      String column, Consumer<SampleRows> change) {
    SampleRows changed = point();
    change.accept(changed);

    Matching matching = Matching.of(campaign(A, point()), campaign(B, changed));

    assertThat(matching.pairs()).isEmpty();
    assertThat(matching.unmatched()).hasSize(2);
    assertThat(matching.unmatched())
        .allMatch(row -> row.why().contains("differs in " + column + " ("));
  }

  @Test
  void everyKeyColumnHasACaseAbove() {
    assertThat(otherWorkloads().map(arguments -> arguments.get()[0]))
        .containsAll(List.<Object>copyOf(Workload.KEY));
  }

  @Test
  void aUsersOwnPromptsMatchByTheirHash() {
    SampleRows own = point().set("prompt_source", "file").set("dataset_sha256", "a".repeat(64));
    SampleRows same = point().set("prompt_source", "file").set("dataset_sha256", "a".repeat(64));
    SampleRows other = point().set("prompt_source", "file").set("dataset_sha256", "b".repeat(64));

    assertThat(Matching.of(campaign(A, own), campaign(B, same)).pairs()).hasSize(1);
    assertThat(Matching.of(campaign(A, own), campaign(B, other)).unmatched().getFirst().why())
        .contains("dataset_sha256");
  }

  @Test
  void generatedPromptsMatchWhateverTheirSeed() {
    assertThat(Matching.of(campaign(A, point()), campaign(B, point().set("seed", 7))).pairs())
        .hasSize(1);
  }

  @Test
  void severalRowsOfAWorkloadArePairedByTheirCellThenByTheirConfiguration() {
    Matching matching =
        Matching.of(
            campaign(A, cell("x", "p"), cell("y", "q"), cell("z", "r")),
            campaign(B, cell("x", "s"), cell("v", "q"), cell("w", "t")));

    assertThat(said(matching.pairs())).containsExactly("x c=10 | x c=10", "y c=10 | v c=10");
    assertThat(matching.unmatched()).extracting(Apart::cellId).containsExactly("z", "w");
    assertThat(matching.unmatched().getFirst().why())
        .contains("several rows have this workload (cells x, y, z here, x, v, w there)");
  }

  @Test
  void aConfigurationThatASideHasTwiceIsPairedWithNone() {
    Matching matching =
        Matching.of(campaign(A, cell("x", "p"), cell("y", "p")), campaign(B, cell("v", "p")));

    assertThat(matching.pairs()).isEmpty();
    assertThat(matching.unmatched()).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({
    "failed, ok, failed: HTTP 503",
    "partial, ok, partial: HTTP 503",
    "evicted, ok, evicted: HTTP 503",
    "full, saturated, the client was the limit (saturated)"
  })
  void aSpoiledPointIsNeverComparedAndItsCounterpartSaysSo(
      String status, String client, String why) {
    SampleRows spoiled =
        point()
            .set("status", status)
            .set("status_reason", "HTTP 503")
            .set("client_verdict", client);

    Matching matching = Matching.of(campaign(A, point()), campaign(B, spoiled));

    assertThat(matching.pairs()).isEmpty();
    assertThat(matching.excluded()).containsExactly(new Apart(B, "a", 10L, why));
    assertThat(matching.unmatched().getFirst().why())
        .isEqualTo("its counterpart, a c=10 of %s, is not compared: %s".formatted(B, why));
  }

  @Test
  void aCellWithoutARowIsNamed() {
    MeasuredCampaign silent =
        new MeasuredCampaign(
            B, Json.object(), Json.object(), List.of(), List.of("dead"), (_, _) -> List.of());

    Matching matching = Matching.of(campaign(A, point()), silent);

    assertThat(matching.excluded())
        .containsExactly(
            new Apart(B, "dead", null, "the cell has no row: nothing of it was measured"));
    assertThat(matching.unmatched().getFirst().why())
        .isEqualTo(B + " has no row that can be compared");
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 60);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyRowIsInOneListAndOnlyRowsOfOneWorkloadArePaired(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    MeasuredCampaign a = drawn(A, random);
    MeasuredCampaign b = drawn(B, random);

    Matching matching = Matching.of(a, b);

    List<String> places = new ArrayList<>();
    matching
        .pairs()
        .forEach(pair -> {
          assertThat(Workload.of(pair.a())).isEqualTo(Workload.of(pair.b()));
          for (Row row : List.of(pair.a(), pair.b())) {
            assertThat(row.text("status")).isEqualTo("full");
            assertThat(row.text("client_verdict")).isNotEqualTo("saturated");
            places.add(place(row));
          }
          assertThat(pair.a().text("campaign_id")).isEqualTo(A);
          assertThat(pair.b().text("campaign_id")).isEqualTo(B);
        });
    Stream.concat(matching.unmatched().stream(), matching.excluded().stream())
        .forEach(row -> places.add(row.place()));
    List<String> rows =
        Stream.of(a, b).flatMap(one -> one.rows().stream()).map(row -> place(row)).toList();
    assertThat(places).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(rows);
    assertThat(Matching.of(b, a).pairs())
        .containsExactlyInAnyOrderElementsOf(
            matching.pairs().stream().map(pair -> new Pair(pair.b(), pair.a())).toList());
  }

  private static MeasuredCampaign drawn(String id, SplittableRandom random) {
    List<SampleRows> rows = new ArrayList<>();
    for (String cell : List.of("p", "q", "r", "s")) {
      for (int concurrency : List.of(1, 10)) {
        if (random.nextInt(4) > 0) {
          rows.add(
              SampleRows.point(cell, AaShape.AA_1K, concurrency)
                  .set("variant_key", "v" + random.nextInt(3))
                  .set("cache_mode", pick(random, "cold", "cold", "warm"))
                  .set("load_engine", pick(random, "aiperf", "aiperf", "builtin"))
                  .set("client_verdict", pick(random, "ok", "ok", "ok", "saturated"))
                  .set("status", pick(random, "full", "full", "full", "partial", "failed")));
        }
      }
    }
    return campaign(id, rows.toArray(SampleRows[]::new));
  }

  private static String pick(SplittableRandom random, String... of) {
    return of[random.nextInt(of.length)];
  }

  private static SampleRows cell(String id, String variant) {
    return SampleRows.point(id, AaShape.AA_1K, 10).set("variant_key", variant);
  }

  private static List<String> said(List<Pair> pairs) {
    return pairs.stream()
        .map(pair ->
            "%s c=%s | %s c=%s"
                .formatted(
                    pair.a().text("cell_id"),
                    pair.a().text("concurrency"),
                    pair.b().text("cell_id"),
                    pair.b().text("concurrency")))
        .toList();
  }

  private static String place(Row row) {
    return "%s c=%s of %s"
        .formatted(row.text("cell_id"), row.text("concurrency"), row.text("campaign_id"));
  }
}
