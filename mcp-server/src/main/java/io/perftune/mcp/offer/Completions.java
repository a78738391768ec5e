package io.perftune.mcp.offer;

import static java.util.Objects.requireNonNull;

import io.perftune.config.CampaignFile;
import io.perftune.config.Ceilings;
import io.perftune.value.AaShape;
import io.perftune.value.Cell;
import io.perftune.value.Json;
import io.perftune.value.ProblemException;
import io.perftune.workspace.CampaignDirectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What an argument of a prompt, or a variable of a resource template, may be.
record Completions(Shelves shelves) {
  private static final int MOST = 100;

  Completions {
    requireNonNull(shelves, "shelves is null");
  }

  /// The answer to completion/complete: values that hold what was typed, those that begin with it
  /// first; none for a name of which nothing is known.
  ObjectNode complete(JsonNode params) {
    known(params.path("ref"));
    JsonNode argument = params.path("argument");
    String name = argument.path("name").asString("");
    String typed = argument.path("value").asString("").toLowerCase(Locale.ROOT);
    String campaign = params.path("context").path("arguments").path("campaign").asString("");
    List<String> begin = new ArrayList<>();
    List<String> hold = new ArrayList<>();
    for (String value : values(name, campaign)) {
      String lower = value.toLowerCase(Locale.ROOT);
      if (lower.startsWith(typed)) {
        begin.add(value);
      } else if (lower.contains(typed)) {
        hold.add(value);
      }
    }
    begin.addAll(hold);
    ObjectNode result = Json.object();
    ObjectNode completion = result.putObject("completion");
    completion.set("values", Json.strings(begin.stream().limit(MOST).toList()));
    completion.put("total", begin.size()).put("hasMore", begin.size() > MOST);
    return result;
  }

  private static void known(JsonNode ref) {
    switch (ref.path("type").asString("")) {
      case "ref/prompt" -> Prompts.named(ref.path("name").asString(""));
      case "ref/resource" -> {
        String uri = ref.path("uri").asString("");
        if (Template.ALL.stream().noneMatch(template -> template.uri().equals(uri))) {
          throw RefusedRequestException.invalid(
              "There is no template \"%s\": resources/templates/list names them.".formatted(uri));
        }
      }
      default ->
          throw RefusedRequestException.invalid("ref.type must be ref/prompt or ref/resource.");
    }
  }

  private List<String> values(String name, String campaign) {
    return switch (name) {
      case "campaign" -> shelves.folder().ids().reversed();
      case "cell" -> campaign(campaign).map(Completions::cells).orElse(List.of());
      case "path" -> paths(campaign, "");
      case "page" -> paths(campaign, "pages/");
      case "shape" -> Arrays.stream(AaShape.values()).map(AaShape::label).toList();
      case "hardware" -> hardware();
      case "reasoning" -> List.of("true", "false");
      case "document" -> shipped("docs");
      case "schema" -> shipped("schemas");
      default -> List.of();
    };
  }

  private Optional<CampaignDirectory> campaign(String id) {
    return id.isEmpty() ? Optional.empty() : shelves.campaigns().campaign(id);
  }

  /// Those that the file names, and those that were imported.
  private static List<String> cells(CampaignDirectory directory) {
    Set<String> cells = new LinkedHashSet<>();
    try {
      CampaignFile.load(directory.config()).cells().stream().map(Cell::cellId).forEach(cells::add);
    } catch (ProblemException _) {
      // A file that cannot be read names none; those on disk are there all the same.
    }
    cells.addAll(directory.cellsOnDisk());
    return List.copyOf(cells);
  }

  private List<String> paths(String campaign, String below) {
    if (campaign.isEmpty()) {
      return List.of();
    }
    return shelves.campaigns().list(campaign).stream()
        .map(listed -> String.join("/", listed.uri().rest()))
        .filter(path -> path.startsWith(below))
        .map(path -> path.substring(below.length()))
        .toList();
  }

  private static List<String> hardware() {
    List<String> hardware = new ArrayList<>(Ceilings.load().keys());
    hardware.add(Ceilings.UNDISCLOSED);
    return hardware;
  }

  private List<String> shipped(String kind) {
    CheckoutShelf shelf = new CheckoutShelf(shelves.checkout());
    return CheckoutShelf.FOLDERS.stream()
        .filter(folder -> folder.kind().equals(kind))
        .flatMap(folder -> shelf.list(folder).stream())
        .map(listed -> String.join("/", listed.uri().segments()))
        .toList();
  }
}
