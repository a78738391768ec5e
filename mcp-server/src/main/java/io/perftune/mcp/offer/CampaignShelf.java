package io.perftune.mcp.offer;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Json;
import io.perftune.workspace.CampaignDirectory;
import io.perftune.workspace.Campaigns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The campaigns: the files of each that explain it, its report's pictures, its rows, its cells.
///
/// Prompts, requests and raw results are no resources.
record CampaignShelf(Campaigns campaigns) {
  /// In URIs.
  static final String KIND = "campaign";

  private static final String ATLAS = "atlas";
  private static final String REPORT = "report";

  private static final Map<String, String> ROOT_FILES =
      Map.of(
          "config.yaml", "The campaign file, frozen when the campaign was made.",
          "SOURCE.md", "Where the campaign came from.",
          "provenance.json", "Where the campaign came from: file, checkout, host, versions.",
          "summary.md", "What the campaign found.",
          "report_status.json", "Coverage, which pages the report has, and how to get the others.");

  private static final List<String> CELL_FILES =
      List.of(
          "status.json",
          "preflight.json",
          "journal.jsonl",
          "normalized.json",
          "roofline_sweep.json",
          "kernels.json",
          "ncu_kernels.json",
          "dcgm_correlation.json");

  /// What lies deeper, as it is written below the campaign.
  private static final Pattern DEEPER =
      Pattern.compile(
          "pages/[^/]+\\.png|receipts/[^/]+\\.json|comparisons/[^/]+\\.(json|txt)"
              + "|model_config/[^/]+\\.json|cells/[^/]+/commands/[^/]+\\.(cmd|exit|stdout|stderr|log)"
              + "|cells/[^/]+/spec_metrics/(scrape\\.log|spec_window\\.json)");

  CampaignShelf {
    requireNonNull(campaigns, "campaigns is null");
  }

  /// The campaign of that id; empty where there is none, or a link leads out.
  Optional<CampaignDirectory> campaign(String id) {
    return new Fence(campaigns.root())
        .directory(id)
        .filter(real -> Files.isRegularFile(real.resolve("config.yaml")))
        .map(CampaignDirectory::new);
  }

  /// What a campaign has.
  List<Listed> list(String id) {
    return campaign(id).map(directory -> new Listing(directory, id).all()).orElse(List.of());
  }

  private record Listing(CampaignDirectory directory, String id, List<Listed> listed) {
    Listing(CampaignDirectory directory, String id) {
      this(directory, id, new ArrayList<>());
    }

    List<Listed> all() {
      new TreeMap<>(ROOT_FILES).forEach((name, description) -> file(description, name));
      if (Files.exists(directory.atlas())) {
        made("The measured rows, a page at a time.", ATLAS);
      }
      if (Files.exists(directory.reportHtml())) {
        made("Where report.html, report.pdf and the pictures lie.", REPORT);
      }
      folder("A page of the report as a picture.", "pages");
      folder("What was published where.", "receipts");
      folder("A comparison with another campaign.", "comparisons");
      for (String cell : directory.cellsOnDisk()) {
        made("How far the cell is; can be subscribed to.", "cells", cell, "status");
        for (String name : CELL_FILES) {
          file("Of cell " + cell + ".", "cells", cell, name);
        }
      }
      return listed;
    }

    private void folder(String description, String folder) {
      for (String name : new Fence(directory.root().resolve(folder)).files()) {
        if (DEEPER.matcher(folder + "/" + name).matches()) {
          file(description, folder, name);
        }
      }
    }

    private void file(String description, String... path) {
      new Fence(directory.root())
          .file(List.of(path))
          .ifPresent(real ->
              listed.add(Listed.file(uri(path), String.join("/", path), description, real)));
    }

    private void made(String description, String... path) {
      listed.add(Listed.made(uri(path), String.join("/", path), description));
    }

    private ResourceUri uri(String... path) {
      List<String> segments = new ArrayList<>(List.of(id));
      segments.addAll(List.of(path));
      return new ResourceUri(KIND, segments, Map.of());
    }
  }

  /// Reads what a URI names.
  Optional<ObjectNode> read(ResourceUri uri) {
    return campaign(uri.first()).flatMap(directory -> read(uri, directory));
  }

  private static Optional<ObjectNode> read(ResourceUri uri, CampaignDirectory directory) {
    List<String> path = uri.rest();
    if (path.equals(List.of(ATLAS))) {
      return Optional.of(Contents.json(uri, AtlasPage.of(uri, directory)));
    }
    if (path.equals(List.of(REPORT))) {
      return Optional.of(Contents.json(uri, report(directory)));
    }
    if (CellState.named(path)) {
      return CellState.of(directory, path.get(1)).map(state -> Contents.json(uri, state));
    }
    return file(uri, directory).map(real -> Contents.file(uri, real));
  }

  private static Optional<Path> file(ResourceUri uri, CampaignDirectory directory) {
    List<String> path = uri.rest();
    boolean open =
        (path.size() == 1 && ROOT_FILES.containsKey(path.getFirst()))
            || (path.size() == 3
                && path.getFirst().equals("cells")
                && CELL_FILES.contains(path.getLast()))
            || DEEPER.matcher(String.join("/", path)).matches();
    return open ? new Fence(directory.root()).file(path) : Optional.empty();
  }

  /// The files whose change is a change of the resource; empty where it cannot be subscribed to.
  List<Path> watched(ResourceUri uri) {
    Optional<CampaignDirectory> campaign = campaign(uri.first());
    if (campaign.isEmpty()) {
      return List.of();
    }
    CampaignDirectory directory = campaign.get();
    List<String> path = uri.rest();
    if (CellState.named(path)) {
      return CellState.files(directory.cell(path.get(1)));
    }
    if (path.equals(List.of(ATLAS))) {
      return List.of(directory.atlas());
    }
    return path.equals(List.of(REPORT))
        ? List.of(directory.reportStatus())
        : file(uri, directory).map(List::of).orElse(List.of());
  }

  private static ObjectNode report(CampaignDirectory directory) {
    ObjectNode report = Json.object();
    path(report, "out_html", directory.reportHtml());
    path(report, "out_pdf", directory.root().resolve("report.pdf"));
    ArrayNode pictures = report.putArray("pngs");
    Path pages = directory.root().resolve("pages");
    new Fence(pages).files().forEach(name -> pictures.add(pages.resolve(name).toString()));
    return report;
  }

  /// The file's path and length; null where it is not there.
  private static void path(ObjectNode report, String member, Path file) {
    if (!Files.isRegularFile(file)) {
      report.putNull(member);
      return;
    }
    ObjectNode there = report.putObject(member).put("path", file.toString());
    try {
      there.put("size_bytes", Files.size(file));
    } catch (IOException _) {
      there.putNull("size_bytes");
    }
  }
}
