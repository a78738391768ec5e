package io.perftune.mcp.offer;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// A shape of URIs (RFC 6570) that a client fills in.
///
/// @param type the media type of what is read; of a path, what most of its files are
record Template(String uri, String name, String description, String type) {
  static final List<Template> ALL =
      List.of(
          new Template(
              "perftune://campaign/{campaign}/cells/{cell}/status",
              "cell-status",
              "How far a cell is: state (ended, running, not_ended, not_begun), its status.json, and"
                  + " the latest events of its journal. Subscribe to it while the cell runs.",
              Contents.JSON),
          new Template(
              "perftune://campaign/{campaign}/atlas{?cell,offset,limit}",
              "atlas-rows",
              "Measured rows of a campaign, all of them or a cell's: 10 a page, or limit of them up"
                  + " to 100; next is the URI of the following page.",
              Contents.JSON),
          new Template(
              "perftune://campaign/{campaign}/pages/{page}",
              "report-page",
              "A page of the report as a picture; digest.png is the whole in one.",
              "image/png"),
          new Template(
              "perftune://campaign/{campaign}/{+path}",
              "campaign-file",
              "A file of a campaign: config.yaml, SOURCE.md, summary.md, report_status.json, report"
                  + " (paths of the report's files), cells/<cell>/preflight.json,"
                  + " cells/<cell>/commands/<file>, ...",
              "text/plain"),
          new Template(
              "perftune://ceilings/{hardware}",
              "ceilings",
              "The peaks of an accelerator, each with its source, by key or alias.",
              Contents.JSON),
          new Template(
              "perftune://docs/{document}",
              "document",
              "A document of the product.",
              "text/markdown"),
          new Template(
              "perftune://schemas/{+schema}",
              "schema",
              "A JSON Schema: campaign.schema.json, rows/<table>.schema.json,"
                  + " tools/<verb>.input.schema.json and .output.schema.json.",
              Contents.JSON));

  Template {
    requireNonNull(uri, "uri is null");
    requireNonNull(name, "name is null");
    requireNonNull(description, "description is null");
    requireNonNull(type, "type is null");
  }
}
