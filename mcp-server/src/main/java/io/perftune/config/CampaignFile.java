package io.perftune.config;

import io.perftune.config.yaml.Findings;
import io.perftune.config.yaml.Places;
import io.perftune.config.yaml.YamlDocument;
import io.perftune.config.yaml.YamlReader;
import io.perftune.config.yaml.YamlText;
import io.perftune.value.Campaign;
import io.perftune.value.Cell;
import io.perftune.value.ProblemException;
import io.perftune.value.UtcStamp;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads a campaign file, as schemas/campaign.schema.json describes it.
///
/// Everything that is wrong is told at once, each thing with `file:line:column`; no message repeats
/// a credential.
public final class CampaignFile {
  static final Schema SCHEMA = Schema.load("campaign");

  private final Ceilings ceilings;
  private final Findings findings = new Findings(CampaignFile::name);
  private final CredentialScan credentials = new CredentialScan(findings);

  private CampaignFile(Ceilings ceilings) {
    this.ceilings = ceilings;
  }

  /// The campaign in a file.
  ///
  /// @throws ProblemException with everything that is wrong
  public static Campaign load(Path file) {
    return parse(YamlText.read(file), file.toString());
  }

  /// The campaign in a text.
  ///
  /// @param file how the user knows the text
  /// @throws ProblemException with everything that is wrong
  public static Campaign parse(String text, String file) {
    CampaignFile reader = new CampaignFile(Ceilings.load());
    try {
      return reader.campaign(text, file);
    } catch (ProblemException e) {
      throw new ProblemException(reader.credentials.masked(e.problems()));
    }
  }

  private Campaign campaign(String text, String file) {
    YamlDocument document = document(text, file);
    Places places = document.places();
    credentials.values(document.json(), "");
    ObjectNode filled = filled(document.json());
    check(filled);
    credentials.lines(text, places);
    if (!findings.isEmpty()) {
      throw new ProblemException(findings.problems(places));
    }
    return read(filled, document);
  }

  private YamlDocument document(String text, String file) {
    try {
      return YamlReader.read(text, file, findings);
    } catch (ProblemException e) {
      credentials.lines(text, new Places(file));
      throw e;
    }
  }

  /// The file with its defaults, after the schema had its say.
  private ObjectNode filled(ObjectNode json) {
    ObjectNode known = LaterKeys.pruned(json, findings);
    findings.addAll(SCHEMA.problems(known, findings::name, pointer -> pointer));
    return SCHEMA.withDefaults(known);
  }

  private void check(ObjectNode filled) {
    Fields top = new Fields(filled, "");
    String id = top.text("experiment_id");
    if (id != null && UtcStamp.in(id).isEmpty()) {
      findings.add(
          "no-stamp",
          top.at("experiment_id"),
          "is \"%s\", which holds no UTC stamp.".formatted(id),
          "Put one into it as YYYYMMDDTHHMMSSZ, such as 20260131T235959Z.");
    }
    outcomes(filled.path("levers"));
    Map<String, String> seen = new HashMap<>();
    JsonNode cells = filled.path("cells");
    for (int i = 0; cells.isArray() && i < cells.size(); i++) {
      Fields cell = new Fields(cells.get(i), "/cells/" + i);
      unique(cell, seen);
      CellChecks.run(ceilings, findings, cell);
    }
  }

  private void outcomes(JsonNode levers) {
    for (int i = 0; levers.isArray() && i < levers.size(); i++) {
      Fields lever = new Fields(levers.get(i), "/levers/" + i);
      String state = lever.text("state");
      if (("won".equals(state) || "refuted".equals(state)) && lever.text("why") == null) {
        findings.add(
            "no-outcome",
            lever.at("why"),
            "is not given, and the lever is %s.".formatted(state),
            "Say why it won or lost, with the figures.");
      }
    }
  }

  private void unique(Fields cell, Map<String, String> seen) {
    String id = cell.text("cell_id");
    String first =
        id == null ? null : seen.putIfAbsent(id.toLowerCase(Locale.ROOT), cell.pointer());
    if (first != null) {
      findings.add(
          "repeated-cell",
          cell.at("cell_id"),
          "is \"%s\", which %s has already.".formatted(id, findings.name(first)),
          "Give each cell an id of its own; case does not count.");
    }
  }

  private Campaign read(ObjectNode filled, YamlDocument document) {
    Inference inference = new Inference(document);
    CellReader reader = new CellReader(ceilings);
    List<Cell> cells = new ArrayList<>();
    for (JsonNode cell : filled.required("cells")) {
      inference.complete((ObjectNode) cell, cells.size());
      cells.add(reader.cell((ObjectNode) cell));
    }
    return new Campaign(filled, cells, inference.notices());
  }

  private static String name(String pointer) {
    return pointer.isEmpty() ? "the file" : SchemaWords.name(pointer);
  }
}
