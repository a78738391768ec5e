package io.perftune.verb;

import io.perftune.speedoflight.ModelConfig;
import io.perftune.value.Campaign;
import io.perftune.value.Cell;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.workspace.AtomicFiles;
import io.perftune.workspace.CampaignDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The config.json of the models that a campaign's cells name, each beside its cell's id.
///
/// They are copied into the campaign when it is made, so that a %SoL of later rests on the file of
/// then.
public record ModelConfigs(Map<String, byte[]> byCell) {
  private static final String REMEDY =
      "Name the model's Hugging Face config.json, or leave model_config out.";

  public ModelConfigs {
    byCell = Map.copyOf(byCell);
  }

  /// Reads the files that the cells name.
  ///
  /// @param file the campaign file, from whose directory relative paths are taken
  /// @throws ProblemException with every file that cannot be read or is no model's shape
  static ModelConfigs of(Campaign campaign, Path file) {
    Map<String, byte[]> found = new LinkedHashMap<>();
    List<Problem> problems = new ArrayList<>();
    for (Cell cell : campaign.cells()) {
      String named = Json.text(cell.declared(), "model_config");
      if (named != null) {
        Path path = file.toAbsolutePath().resolveSibling(named).normalize();
        try {
          byte[] bytes = Files.readAllBytes(path);
          var _ = ModelConfig.read(Json.MAPPER.readTree(bytes));
          found.put(cell.cellId(), bytes);
        } catch (IOException e) {
          problems.add(problem(cell, "%s cannot be read: %s.".formatted(named, e)));
        } catch (JacksonException e) {
          problems.add(
              problem(cell, "%s is not JSON: %s.".formatted(named, e.getOriginalMessage())));
        } catch (ProblemException e) {
          e.problems().forEach(p -> problems.add(problem(cell, named + ": " + p.message())));
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return new ModelConfigs(found);
  }

  /// The file of a cell as JSON; null where the campaign holds none.
  public static @Nullable JsonNode frozen(CampaignDirectory directory, String cellId) {
    Path file = directory.modelConfig(cellId);
    if (!Files.exists(file)) {
      return null;
    }
    try {
      return Json.MAPPER.readTree(CampaignDirectory.bytes(file));
    } catch (JacksonException e) {
      throw new ProblemException(
          new Problem(
              "model-config",
              "The campaign's copy is not JSON any more: %s.".formatted(e.getOriginalMessage()),
              file.toString(),
              "Copy the model's config.json there again."),
          e);
    }
  }

  /// Writes each where [CampaignDirectory#modelConfig] says.
  void freeze(CampaignDirectory directory) {
    byCell.forEach((cell, bytes) -> AtomicFiles.write(directory.modelConfig(cell), bytes));
  }

  private static Problem problem(Cell cell, String message) {
    return new Problem("model-config", message, cell.cellId() + ": model_config", REMEDY);
  }
}
