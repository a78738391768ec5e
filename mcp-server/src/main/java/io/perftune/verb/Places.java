package io.perftune.verb;

import io.perftune.value.Campaign;
import io.perftune.value.Cell;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.workspace.CampaignDirectory;
import io.perftune.workspace.Campaigns;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Where the campaigns of a call lie.
public final class Places {
  private static final String VARIABLE = "PERFREPORT_CAMPAIGNS_DIR";

  private Places() {}

  /// `campaigns_dir` from the caller's directory, else the variable's, else campaigns/ in the
  /// repository.
  public static Campaigns campaigns(ObjectNode input, Context context) {
    String given = Json.text(input, "campaigns_dir");
    if (given != null) {
      return new Campaigns(context.resolve(given));
    }
    String variable = context.environment().get(VARIABLE);
    Path root =
        variable == null || variable.isBlank()
            ? context.repositoryRoot().resolve("campaigns")
            : context.resolve(variable);
    return new Campaigns(root);
  }

  /// The campaign that the call names.
  public static CampaignDirectory campaign(ObjectNode input, Context context) {
    return campaigns(input, context)
        .find(input.required("campaign").asString(), context.workingDirectory());
  }

  /// The cell that the call names.
  ///
  /// @throws ProblemException `no-cell` naming those that there are
  public static Cell cell(Campaign campaign, ObjectNode input) {
    String cellId = input.required("cell").asString();
    return campaign
        .cell(cellId)
        .orElseThrow(() -> {
          List<String> known = campaign.cells().stream().map(Cell::cellId).toList();
          return new ProblemException(
              new Problem(
                  "no-cell",
                  "The campaign has no cell %s.".formatted(cellId),
                  "cell",
                  known.isEmpty()
                      ? "It has no cells at all."
                      : "Name one of: " + String.join(", ", known) + "."));
        });
  }
}
