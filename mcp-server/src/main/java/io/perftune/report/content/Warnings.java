package io.perftune.report.content;

import io.perftune.report.page.Remark;
import io.perftune.report.page.Tone;
import io.perftune.value.Campaign;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// What limits the figures: said on the first page, before anybody quotes them.
final class Warnings {
  private static final int NAMED = 4;

  private final List<Point> points;
  private final List<Remark> remarks = new ArrayList<>();

  private Warnings(List<Point> points) {
    this.points = points;
  }

  static List<Remark> of(Campaign campaign, List<Point> points) {
    Warnings warnings = new Warnings(points);
    warnings.ends();
    warnings.crossCheck();
    warnings.client();
    warnings.output();
    warnings.reasoning();
    warnings.notes();
    for (Problem notice : campaign.notices()) {
      warnings.remarks.add(Remark.caution(FreeText.line(notice.line(), 400)));
    }
    return List.copyOf(warnings.remarks);
  }

  private void ends() {
    say(Tone.BAD, "Not run", point -> point.row() == null);
    say(Tone.BAD, "Failed or evicted", point -> failed(point.status()));
    say(
        Tone.CAUTION,
        "Partial, never to be quoted as full",
        point -> point.status().equals("partial"));
  }

  private void crossCheck() {
    for (Point point : points) {
      JsonNode differences =
          point.row() == null ? Json.array() : point.row().value("extra").path("cross_check");
      if (differences.isArray() && !differences.isEmpty()) {
        String texts =
            differences.valueStream().map(JsonNode::asString).collect(Collectors.joining(" "));
        remarks.add(
            new Remark(
                Tone.BAD,
                "Differs from the engine's own summary, not to be quoted (%s): %s"
                    .formatted(point.name(), FreeText.line(texts, 600))));
      }
    }
  }

  private void client() {
    say(Tone.BAD, "The client was the limit, not the server", verdict("saturated"));
    say(Tone.CAUTION, "The client was noisy", verdict("noisy"));
    if (points.stream().anyMatch(verdict("unmeasured"))) {
      remarks.add(
          Remark.caution(
              "The load engine does not measure its own stalls: whether the client was the limit"
                  + " is unmeasured where the client column says so."));
    }
  }

  private void output() {
    say(
        Tone.CAUTION,
        "Some answers stayed below the shape's floor",
        point -> below(point, "floor_met_share"));
    say(
        Tone.CAUTION,
        "The answer length was not guaranteed by the server",
        point -> point.row() != null && !"guaranteed".equals(point.describes("output_control")));
    say(
        Tone.CAUTION,
        "Above 100 % of a ceiling, which cannot be: check quant, hardware, speculation, clocks",
        point -> above(point, "sol_pct", 100));
    say(
        Tone.CAUTION,
        "%SoL is computed, not grounded in DCGM readings",
        point -> point.number("sol_pct") != null && point.describes("sol_rigor") == null);
  }

  private void reasoning() {
    say(
        Tone.BAD,
        "TTFT equals TTFO on a reasoning model: the reasoning parser is not configured",
        reads("unconfigured_parser"));
    say(
        Tone.CAUTION,
        "TTFT equals TTFO: the provider hides the reasoning",
        reads("hidden_by_provider"));
    say(
        Tone.CAUTION,
        "TTFT equals TTFO, and whether the model reasons is undetermined",
        reads("undetermined"));
    say(
        Tone.CAUTION,
        "Ill-posed: generated prompts are filler, and how long a reasoning model thinks about them"
            + " says little about real questions; run dataset-replay with --input-file and"
            + " max_output_tokens above the floor",
        point -> point.reasons() && generated(point));
    say(
        Tone.CAUTION,
        "The reasoning parser is declared off beside a tool-call parser, which may split reasoning"
            + " all the same; an arm without a parser drops --reasoning-parser,"
            + " --tool-call-parser and --enable-auto-tool-choice",
        Warnings::unifiedParser);
    say(
        Tone.CAUTION,
        "Nothing about the endpoint was verified before the load (preflight: false)",
        point -> point.row() != null && "not_done".equals(preflight(point)));
  }

  private void notes() {
    Map<String, List<Point>> notes = new LinkedHashMap<>();
    for (Point point : points) {
      String note = point.describes("notes");
      if (note != null && !note.isBlank()) {
        notes.computeIfAbsent(note, _ -> new ArrayList<>()).add(point);
      }
    }
    notes.forEach((note, at) ->
        remarks.add(Remark.caution("Note (" + names(at) + "): " + FreeText.line(note, 600))));
  }

  private void say(Tone tone, String what, Predicate<Point> where) {
    List<Point> at = points.stream().filter(where).toList();
    if (!at.isEmpty()) {
      remarks.add(new Remark(tone, what + ": " + names(at) + "."));
    }
  }

  private static String names(List<Point> points) {
    String names =
        points.stream().limit(NAMED).map(Point::name).reduce((a, b) -> a + ", " + b).orElse("");
    int more = points.size() - NAMED;
    return more > 0 ? names + " and " + Figures.count(more) + " more" : names;
  }

  private static boolean failed(String status) {
    return status.equals("failed") || status.equals("evicted");
  }

  private static Predicate<Point> verdict(String verdict) {
    return point -> point.row() != null && verdict.equals(point.describes("client_verdict"));
  }

  private static Predicate<Point> reads(String reading) {
    return point -> point.row() != null && reading.equals(point.describes("tied_reading"));
  }

  private static boolean unifiedParser(Point point) {
    String tools = point.row() == null ? null : point.describes("tool_call_parser");
    return tools != null
        && !List.of("none", "undisclosed").contains(tools)
        && "none".equals(point.describes("reasoning_parser"));
  }

  private static String preflight(Point point) {
    return point.row() == null ? "" : point.row().value("extra").path("preflight").asString("");
  }

  private static boolean generated(Point point) {
    return point.row() != null && !"file".equals(point.describes("prompt_source"));
  }

  private static boolean below(Point point, String column) {
    Double value = point.number(column);
    return value != null && value < 1;
  }

  private static boolean above(Point point, String column, double bound) {
    Double value = point.number(column);
    return value != null && value > bound;
  }
}
