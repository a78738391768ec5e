package io.perftune.verb.exportaiperf;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.capture.AiperfExport;
import io.perftune.capture.Requests;
import io.perftune.fixtures.Call;
import io.perftune.fixtures.Contexts;
import io.perftune.value.RequestRecord;
import io.perftune.verb.CampaignInit;
import io.perftune.verb.Reply;
import io.perftune.workspace.CampaignDirectory;
import io.perftune.workspace.CellDirectory;
import java.io.Writer;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A campaign of one cell, `one`, whose requests.jsonl holds what real runs left.
final class RecordedCell {
  private final CampaignDirectory campaign;

  RecordedCell(Path directory) throws Exception {
    Files.writeString(
        directory.resolve("demo.yaml"),
        """
        name: demo
        cells:
          - cell_id: one
            backend: aa
            concurrencies: [2, 10]
            model: sim
            hardware: undisclosed
            cache_mode: cold
            endpoint_kind: local
            aa: {url: "http://127.0.0.1:9", model: served, shape: aa-1k, api_key_env: none}
        """);
    Reply made = Call.of(new CampaignInit(), Map.of("config", "demo.yaml"), Contexts.in(directory));
    assertThat(made.returncode()).as(made.stderr()).isZero();
    campaign = new CampaignDirectory(Path.of(made.json().required("campaign_dir").asString()));
  }

  String campaign() {
    return campaign.id();
  }

  /// Adds the records of a sample as a trial of a point.
  void add(String sample, int concurrency, int trial) throws Exception {
    CellDirectory cell = campaign.cell("one");
    Files.createDirectories(cell.root());
    try (Writer out =
        Files.newBufferedWriter(
            cell.requests(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      Requests.write(out, campaign.id(), "one", sample(sample, concurrency, trial));
    }
  }

  static List<RequestRecord> sample(String name, int concurrency, int trial)
      throws URISyntaxException {
    Path export =
        Path.of(Objects.requireNonNull(RecordedCell.class.getResource("/aiperf/" + name)).toURI());
    return AiperfExport.read(export, concurrency, trial).records();
  }
}
