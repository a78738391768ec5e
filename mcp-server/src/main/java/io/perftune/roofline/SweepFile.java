package io.perftune.roofline;

import io.perftune.roofline.SweepPoint.Phase;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads one sweep file line by line; everything that is wrong is gathered with file and line, and
/// no line is skipped.
final class SweepFile {
  private static final String MEND = "Capture the point again, or take the line out of the bundle.";

  private final Phase phase;
  private final List<Problem> problems;
  private final Set<List<Integer>> seen = new HashSet<>();
  private final List<SweepPoint> points = new ArrayList<>();

  private SweepFile(Phase phase, List<Problem> problems) {
    this.phase = phase;
    this.problems = problems;
  }

  /// The name of a phase's file.
  static String name(Phase phase) {
    return phase.label() + "_sweep.jsonl";
  }

  static List<SweepPoint> read(Phase phase, String text, List<Problem> problems) {
    SweepFile file = new SweepFile(phase, problems);
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      file.line(line, name(phase) + ":" + number);
    }
    if (number == 0) {
      file.problem("empty-sweep", "The file has no line.", name(phase));
    }
    return file.points;
  }

  private void line(String text, String where) {
    ObjectNode line = object(text, where);
    if (line == null) {
      return;
    }
    int before = problems.size();
    numbers(line, "", where);
    int concurrency = whole(line, "c", where);
    int isl = whole(line, "isl", where);
    int osl = whole(line, "osl", where);
    int prompts = whole(line, "num_prompts", where);
    rates(line.path("bench"), where);
    shares(line.path("dcgm_steady"), where);
    if (problems.size() == before && !seen.add(List.of(concurrency, isl, osl))) {
      problem(
          "duplicate-point",
          "The %s point c=%d isl=%d osl=%d is there twice."
              .formatted(phase.label(), concurrency, isl, osl),
          where);
    }
    if (problems.size() == before) {
      points.add(new SweepPoint(phase, concurrency, isl, osl, prompts, line, where));
    }
  }

  private @Nullable ObjectNode object(String text, String where) {
    try {
      if (Json.MAPPER.readTree(text) instanceof ObjectNode object) {
        return object;
      }
      problem("malformed-line", "The line is no JSON object.", where);
    } catch (JacksonException e) {
      problem("malformed-line", "The line is not JSON: " + e.getOriginalMessage() + ".", where);
    }
    return null;
  }

  /// No number in the line may be negative or infinite.
  private void numbers(JsonNode node, String path, String where) {
    if (node.isNumber() && !(Double.isFinite(node.doubleValue()) && node.doubleValue() >= 0)) {
      problem("bad-number", "%s is %s.".formatted(path, node.asString()), where);
    }
    for (var member : node.properties()) {
      String name = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
      numbers(member.getValue(), name, where);
    }
  }

  private int whole(ObjectNode line, String name, String where) {
    JsonNode value = line.path(name);
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 1) {
      problem(
          "bad-point",
          value.isMissingNode()
              ? name + " is missing."
              : "%s is %s, not a whole number from 1.".formatted(name, value),
          where);
      return 1;
    }
    return value.intValue();
  }

  private void rates(JsonNode bench, String where) {
    List<String> needed =
        switch (phase) {
          case DECODE -> List.of("output_throughput");
          case PREFILL -> List.of("total_input_tokens", "duration");
        };
    for (String name : needed) {
      JsonNode value = bench.path(name);
      if (!value.isNumber() || value.doubleValue() == 0) {
        problem(
            "bad-point",
            value.isMissingNode()
                ? "bench.%s is missing.".formatted(name)
                : "bench.%s is %s.".formatted(name, value),
            where);
      }
    }
  }

  private void shares(JsonNode dcgm, String where) {
    for (var member : dcgm.properties()) {
      JsonNode value = member.getValue();
      if (member.getKey().endsWith("_active_mean") && value.isNumber() && value.doubleValue() > 1) {
        problem(
            "bad-number",
            "dcgm_steady.%s is %s, not a share from 0 to 1.".formatted(member.getKey(), value),
            where);
      }
    }
  }

  private void problem(String code, String message, String where) {
    problems.add(new Problem(code, message, where, MEND));
  }
}
