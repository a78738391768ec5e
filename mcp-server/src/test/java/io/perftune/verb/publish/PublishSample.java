package io.perftune.verb.publish;

import io.perftune.config.CampaignFile;
import io.perftune.fixtures.Contexts;
import io.perftune.lake.Hashes;
import io.perftune.lake.LakeSample;
import io.perftune.value.Json;
import io.perftune.verb.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/// A campaign directory that is ready for the lake, below a repository root.
record PublishSample(Path root) {
  /// Makes it from the public gateway's example file.
  static PublishSample make(Path root) throws IOException {
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
      sample.write("cells/" + cell + "/requests.jsonl", lines(requests));
    }
    return sample;
  }

  /// Writes the atlas and the status of a report made from it.
  void atlas(List<ObjectNode> rows) throws IOException {
    write("atlas.jsonl", lines(rows));
    ObjectNode status =
        Json.object()
            .put("atlas_sha256", Hashes.of(file("atlas.jsonl")))
            .put("focus", "throughput")
            .put("sol_complete", false)
            .put("dcgm_grounded", false)
            .putNull("sol_rigor");
    status.putArray("rendered_pages").add("1");
    status.putArray("omitted_pages").addObject().put("page", "7");
    status.putArray("arms_uncovered");
    write("report_status.json", Json.pretty(status));
  }

  void write(String name, String text) throws IOException {
    Files.createDirectories(file(name).getParent());
    Files.writeString(file(name), text);
  }

  Path campaign() {
    return root.resolve("campaigns").resolve(LakeSample.ID);
  }

  Path file(String name) {
    return campaign().resolve(name);
  }

  Path lake() {
    return root.resolve("lake");
  }

  /// The call of a strict publish into the default lake.
  static ObjectNode input() {
    return Json.object().put("campaign", LakeSample.ID).put("lake", "lake").put("strict", true);
  }

  Outcome publish(ObjectNode input) {
    return new PublishToLake(CampaignFile::load).run(input, Contexts.in(root));
  }

  private static String lines(List<ObjectNode> rows) {
    return rows.stream().map(row -> Json.line(row) + "\n").collect(Collectors.joining());
  }
}
