package io.perftune.plan.prompts;

import io.perftune.tokens.O200k;
import io.perftune.value.Digest;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Looks at every line of a user's prompts and gathers what is wrong with them.
final class PromptFileCheck implements TextLines.Visitor {
  private static final int SHOWN = 100;
  private static final String SHAPE = "Write each line as {\"text_input\": \"...\"}.";

  private static final Map<String, String> REASONS =
      Map.of(
          "messages", "a conversation is another workload than one user message",
          "payload", "it is sent verbatim, past the temperature and the answer floor of the cell",
          "timestamp", "it turns the concurrency of the cell into a fixed schedule",
          "input_length", "it has the load generator make up a text of its own",
          "extra", "it changes the request body from row to row");

  private final Path file;
  private final int outputLength;
  private final List<Problem> problems = new ArrayList<>();
  private final Map<String, Integer> lines = new HashMap<>();
  private int found;
  private final O200k o200k;
  private int prompts;
  private long tokens;
  private int most;

  PromptFileCheck(Path file, int outputLength, O200k o200k) {
    this.file = file;
    this.outputLength = outputLength;
    this.o200k = o200k;
  }

  /// How many prompts there are, and their tokens: of all together, and of the largest.
  record Sizes(int prompts, long tokens, int most) {}

  /// What the file holds.
  ///
  /// @throws ProblemException where anything was wrong
  Sizes sizes() {
    if (found > SHOWN) {
      problems.add(
          new Problem(
              "input-file-invalid",
              (found - SHOWN) + " more problems are not listed.",
              file.toString(),
              SHAPE));
    }
    if (found == 0 && prompts == 0) {
      problems.add(
          new Problem("input-file-empty", "The file has no prompts.", file.toString(), SHAPE));
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return new Sizes(prompts, tokens, most);
  }

  @Override
  public void line(int number, @Nullable String line) {
    if (line == null) {
      problem(number, "input-file-not-utf8", "The line is not UTF-8.", "Convert it to UTF-8.");
    } else if (!line.isBlank()) {
      prompts++;
      parse(number, line);
    }
  }

  private void parse(int number, String line) {
    try {
      JsonNode row = Json.MAPPER.readTree(line);
      if (row.isObject()) {
        row(number, row);
      } else {
        problem(number, "input-row-not-an-object", "The line is not a JSON object.", SHAPE);
      }
    } catch (JacksonException e) {
      String why = e.getOriginalMessage();
      problem(number, "input-row-not-json", "The line is not JSON: " + why + ".", SHAPE);
    }
  }

  private void row(int number, JsonNode row) {
    for (String key : row.propertyNames()) {
      switch (key) {
        case "text_input" -> {}
        case "output_length" -> outputLength(number, row.path(key));
        default -> foreign(number, key);
      }
    }
    JsonNode text = row.path("text_input");
    if (text.isMissingNode()) {
      problem(number, "input-row-without-text", "The line has no text_input.", SHAPE);
    } else if (!text.isString()) {
      problem(number, "input-row-without-text", "text_input is not a string.", SHAPE);
    } else {
      text(number, text.asString());
    }
  }

  private void outputLength(int number, JsonNode value) {
    if (!value.isInt() || value.asInt() != outputLength) {
      problem(
          number,
          "input-row-output-length",
          "output_length is " + value + "; the cell asks for " + outputLength + ".",
          "Leave output_length out, or give the cell that aa.max_output_tokens.");
    }
  }

  private void foreign(int number, String key) {
    String reason = REASONS.get(key);
    problem(
        number,
        "input-row-key",
        key + " is not accepted" + (reason == null ? "." : ": " + reason + "."),
        SHAPE);
  }

  private void text(int number, String text) {
    if (text.isBlank()) {
      problem(number, "input-row-empty", "text_input is empty.", "Write a prompt into it.");
    } else if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      problem(
          number,
          "input-row-not-unicode",
          "text_input holds half of a surrogate pair.",
          "Escape characters beyond U+FFFF by two halves, or not at all.");
    } else {
      Integer before = lines.putIfAbsent(Digest.sha256(text), number);
      if (before != null) {
        problem(
            number,
            "input-row-repeated",
            "text_input is the same as in line " + before + ".",
            "Make every prompt different: a repeated one is answered from a cache.");
      } else {
        int size = o200k.count(text);
        tokens += size;
        most = Math.max(most, size);
      }
    }
  }

  private void problem(int number, String code, String message, String remedy) {
    found++;
    if (found <= SHOWN) {
      problems.add(new Problem(code, message, file + ":" + number, remedy));
    }
  }
}
