package io.perftune.mcp.offer;

import static java.util.Objects.requireNonNull;

import io.perftune.config.Resources;
import io.perftune.value.Json;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The prompts: what a user picks to begin, as a text that names the tools in their order and the
/// gates at which to stop.
final class Prompts {
  static final List<Prompt> ALL =
      List.of(
          new Prompt(
              "run_aa_on_endpoint",
              "Run AA on an endpoint",
              "Measure the Artificial Analysis workload against an OpenAI-compatible endpoint, from"
                  + " the campaign file to the report.",
              List.of(
                  new Argument("url", "Scheme, host and port of the endpoint.", true, ""),
                  new Argument("model", "The model's name in requests.", true, ""),
                  new Argument(
                      "shape",
                      "aa-1k, aa-10k or aa-100k; all three where left out.",
                      false,
                      "aa-1k, aa-10k and aa-100k, a cell each"),
                  new Argument(
                      "hardware",
                      "The accelerator's key in configs/sol-ceilings.yaml, or undisclosed.",
                      false,
                      "undisclosed, unless the user knows it"),
                  new Argument(
                      "reasoning",
                      "Whether the model thinks before it answers: true or false.",
                      false,
                      "ask the user whether the model thinks before it answers"))),
          new Prompt(
              "explain_report",
              "Explain a report",
              "Say what a campaign found, with the context that makes its figures comparable, and"
                  + " what limits them.",
              List.of(new Argument("campaign", "The campaign's id.", true, ""))),
          new Prompt(
              "what_next",
              "What next",
              "Find a campaign's next step: what is missing from it, or the next lever with the"
                  + " gate that proves it.",
              List.of(new Argument("campaign", "The campaign's id.", true, ""))));

  private Prompts() {}

  /// A prompt.
  ///
  /// @param name also of the file that holds its text
  record Prompt(String name, String title, String description, List<Argument> arguments) {
    Prompt {
      requireNonNull(name, "name is null");
      requireNonNull(title, "title is null");
      requireNonNull(description, "description is null");
      arguments = List.copyOf(arguments);
    }

    /// The text, with {argument} for each argument.
    String text() {
      return Resources.text("prompts/" + name + ".md");
    }
  }

  /// What a prompt is asked with.
  ///
  /// @param otherwise what stands in the text where it is left out
  record Argument(String name, String description, boolean required, String otherwise) {
    Argument {
      requireNonNull(name, "name is null");
      requireNonNull(description, "description is null");
      requireNonNull(otherwise, "otherwise is null");
    }
  }

  /// The answer to prompts/list.
  static ObjectNode list() {
    ObjectNode result = Json.object();
    ArrayNode prompts = result.putArray("prompts");
    for (Prompt prompt : ALL) {
      ObjectNode listed =
          prompts
              .addObject()
              .put("name", prompt.name())
              .put("title", prompt.title())
              .put("description", prompt.description());
      ArrayNode arguments = listed.putArray("arguments");
      for (Argument argument : prompt.arguments()) {
        arguments
            .addObject()
            .put("name", argument.name())
            .put("description", argument.description())
            .put("required", argument.required());
      }
    }
    return result;
  }

  /// The prompt of that name.
  static Prompt named(String name) {
    return ALL.stream()
        .filter(prompt -> prompt.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            RefusedRequestException.invalid(
                "There is no prompt \"%s\": prompts/list names them.".formatted(name)));
  }

  /// The answer to prompts/get.
  ///
  /// @throws RefusedRequestException naming each argument that is missing or unknown
  static ObjectNode get(String name, JsonNode arguments) {
    Prompt prompt = named(name);
    for (var sent : Json.members(arguments)) {
      if (prompt.arguments().stream().noneMatch(known -> known.name().equals(sent.getKey()))) {
        throw RefusedRequestException.invalid(
            "%s has no argument \"%s\"; prompts/list names them.".formatted(name, sent.getKey()));
      }
    }
    String text = prompt.text();
    for (Argument argument : prompt.arguments()) {
      text = text.replace("{" + argument.name() + "}", value(prompt, argument, arguments));
    }
    ObjectNode result = Json.object().put("description", prompt.description());
    ObjectNode message = result.putArray("messages").addObject().put("role", "user");
    message.putObject("content").put("type", "text").put("text", text);
    return result;
  }

  private static String value(Prompt prompt, Argument argument, JsonNode arguments) {
    Optional<String> sent =
        Optional.ofNullable(Json.text(arguments, argument.name())).filter(text -> !text.isBlank());
    if (sent.isEmpty() && argument.required()) {
      throw RefusedRequestException.invalid(
          "%s needs the argument \"%s\": %s"
              .formatted(prompt.name(), argument.name(), argument.description()));
    }
    return sent.orElse(argument.otherwise());
  }
}
