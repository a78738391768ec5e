package io.perftune.verb.publish;

import io.perftune.config.CampaignFile;
import io.perftune.fixtures.Contexts;
import io.perftune.lake.LakeSample;
import io.perftune.value.Digest;
import io.perftune.value.Json;
import io.perftune.verb.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A campaign directory that is ready for the lake, below a repository root.
public record PublishSample(Path root) {
  /// Makes it from the public gateway's example file.
  public static PublishSample make(Path root) throws IOException {
    PublishSample sample = new PublishSample(root);
    Files.createDirectories(sample.campaign());
    Path example =
        Path.of(System.getProperty("checkout"), "campaigns/examples/aa-public-gateway.yaml");
    Files.copy(example, sample.file("config.yaml"));
    Files.writeString(sample.file("SOURCE.md"), "# Source\n");
    Files.writeString(sample.file("provenance.json"), "{\"slug\": \"gateway\"}\n");
    sample.atlas(LakeSample.atlas());
    for (String cell : List.of("aa-1k", "aa-10k", "aa-100k")) {
      List<ObjectNode> requests =
          LakeSample.requests().stream()
              .filter(row -> row.required("cell_id").asString().equals(cell))
              .toList();
      sample.requests(cell, requests);
    }
    return sample;
  }

  /// Writes what the cells hold, the atlas of it, and the status of a report made from that.
  public void atlas(List<ObjectNode> rows) throws IOException {
    for (String cell : List.of("aa-1k", "aa-10k", "aa-100k")) {
      cell(cell, rows);
    }
    write("atlas.jsonl", lines(rows));
    ObjectNode status =
        Json.object()
            .put("atlas_sha256", Digest.sha256(Files.readAllBytes(file("atlas.jsonl"))))
            .put("focus", "throughput")
            .put("sol_complete", false)
            .put("dcgm_grounded", false)
            .putNull("sol_rigor");
    status.putArray("rendered_pages").add("1");
    status.putArray("omitted_pages").addObject().put("page", "7");
    status.putArray("arms_uncovered");
    write("report_status.json", Json.pretty(status));
  }

  /// Writes what a cell holds: those of the rows that are its own.
  public void cell(String cell, List<ObjectNode> rows) throws IOException {
    ArrayNode own = Json.array();
    rows.stream().filter(row -> row.required("cell_id").asString().equals(cell)).forEach(own::add);
    write("cells/" + cell + "/normalized.json", Json.pretty(own));
    ObjectNode status = Json.object().put("cell_id", cell).put("status", "partial");
    write("cells/" + cell + "/status.json", Json.pretty(status));
  }

  /// Writes the requests of a cell.
  public void requests(String cell, List<ObjectNode> requests) throws IOException {
    write("cells/" + cell + "/requests.jsonl", lines(requests));
  }

  public void write(String name, String text) throws IOException {
    Files.createDirectories(file(name).getParent());
    Files.writeString(file(name), text);
  }

  public Path campaign() {
    return root.resolve("campaigns").resolve(LakeSample.ID);
  }

  public Path file(String name) {
    return campaign().resolve(name);
  }

  public Path lake() {
    return root.resolve("lake");
  }

  /// The call of a strict publish into the default lake.
  public static ObjectNode input() {
    return Json.object().put("campaign", LakeSample.ID).put("strict", true);
  }

  public Outcome publish(ObjectNode input) {
    return new PublishToLake(CampaignFile::load).run(input, Contexts.in(root));
  }

  private static String lines(List<ObjectNode> rows) {
    return rows.stream().map(row -> Json.line(row) + "\n").collect(Collectors.joining());
  }
}
