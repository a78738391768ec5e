package io.perftune.value;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A valid campaign file: every default filled in, every cell typed.
///
/// @param json the whole file with defaults, as campaign.schema.json describes it
/// @param cells in the file's order; may be empty
/// @param notices what was inferred from an older file, to be said to the user
public record Campaign(ObjectNode json, List<Cell> cells, List<Problem> notices) {
  public Campaign {
    requireNonNull(json, "json is null");
    cells = List.copyOf(cells);
    notices = List.copyOf(notices);
  }

  /// The slug of the directory.
  public String name() {
    return json.required("name").asString();
  }

  /// A member of the file's top level as text; null where it is null.
  public @Nullable String text(String member) {
    return Json.text(json, member);
  }

  /// The declared next lever: an object {change, unlock, gate}, a text, or a JSON null.
  public JsonNode nextLever() {
    return json.required("next_lever");
  }

  /// The declared next lever as one line for a reader, or that none is declared.
  public String nextLeverLine() {
    JsonNode lever = nextLever();
    String said =
        switch (lever.getNodeType()) {
          case OBJECT ->
              "%s; expected unlock: %s; gate: %s"
                  .formatted(
                      Json.text(lever, "change"),
                      Json.text(lever, "unlock"),
                      Json.text(lever, "gate"));
          case STRING -> lever.asString();
          case ARRAY, BINARY, BOOLEAN, MISSING, NULL, NUMBER, POJO -> "none is declared.";
        };
    return "Next lever: " + said.replaceAll("\\s+", " ").strip();
  }

  /// The cell of that id, or empty.
  public Optional<Cell> cell(String cellId) {
    return cells.stream().filter(cell -> cell.cellId().equals(cellId)).findFirst();
  }
}
