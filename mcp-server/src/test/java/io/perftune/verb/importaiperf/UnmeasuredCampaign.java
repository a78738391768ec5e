package io.perftune.verb.importaiperf;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.capture.AiperfExport;
import io.perftune.capture.export.AiperfFiles;
import io.perftune.capture.export.ExportedRun;
import io.perftune.fixtures.Call;
import io.perftune.fixtures.Contexts;
import io.perftune.value.RequestRecord;
import io.perftune.verb.CampaignInit;
import io.perftune.verb.Reply;
import io.perftune.verb.Verb;
import io.perftune.workspace.CampaignDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A campaign that nobody has measured, of the cells `one`, which asks for no output controls,
/// `guaranteed`, which does, and `keyed`, which sends a key; and an export beside it in `own` that
/// says little: twelve requests that a real AIPerf sent at concurrency 2.
final class UnmeasuredCampaign {
  final CampaignDirectory directory;
  final List<RequestRecord> records;
  final Map<String, String> environment = new HashMap<>();
  private final Path root;

  UnmeasuredCampaign(Path root) throws Exception {
    this.root = root;
    Files.writeString(
        root.resolve("demo.yaml"),
        """
        name: demo
        cells:
          - cell_id: one
            backend: aa
            concurrencies: [2]
            model: sim
            hardware: undisclosed
            cache_mode: cold
            endpoint_kind: local
            aa: {url: "http://127.0.0.1:9", model: served, shape: aa-1k, api_key_env: none,
                 request_count: 12, extra_output_controls: false}
          - cell_id: guaranteed
            backend: aa
            concurrencies: [2]
            model: sim
            hardware: undisclosed
            cache_mode: cold
            endpoint_kind: local
            aa: {url: "http://127.0.0.1:9", model: served, shape: aa-1k, api_key_env: none,
                 request_count: 12}
          - cell_id: keyed
            backend: aa
            concurrencies: [2]
            model: sim
            hardware: undisclosed
            cache_mode: cold
            endpoint_kind: local
            aa: {url: "http://127.0.0.1:9", model: served, shape: aa-1k, api_key_env: ENDPOINT_KEY,
                 request_count: 12, extra_output_controls: false}
        """);
    Reply made = call(new CampaignInit(), Map.of("config", "demo.yaml"));
    assertThat(made.returncode()).as(made.stderr()).isZero();
    directory = new CampaignDirectory(Path.of(made.json().required("campaign_dir").asString()));
    Path moon =
        Path.of(
            Objects.requireNonNull(UnmeasuredCampaign.class.getResource("/aiperf/moon")).toURI());
    records = AiperfExport.read(moon, 2, 1).records();
    export("own", "http://127.0.0.1:9/v1", records);
  }

  /// Writes an export of requests to an endpoint.
  void export(String name, String url, List<RequestRecord> requests) {
    AiperfFiles _ =
        AiperfFiles.write(
            new ExportedRun(
                new ExportedRun.Origin("c", "one", "aiperf", "1.0"),
                new ExportedRun.Asked(url, "/v1/chat/completions", "chat", "served", 2, 1),
                requests,
                true),
            root.resolve(name));
  }

  /// import_aiperf of an export.
  ///
  /// @param more property, value, property, value
  Reply take(String export, int concurrency, Object... more) throws InterruptedException {
    Map<String, Object> all = new HashMap<>();
    all.put("cell", "one");
    all.put("concurrency", concurrency);
    all.put("export", export);
    for (int i = 0; i < more.length; i += 2) {
      all.put((String) more[i], more[i + 1]);
    }
    return on(new ImportAiperf(), all);
  }

  /// Calls a verb on the campaign.
  Reply on(Verb verb, Map<String, Object> properties) throws InterruptedException {
    Map<String, Object> all = new HashMap<>(properties);
    all.put("campaign", directory.id());
    return call(verb, all);
  }

  private Reply call(Verb verb, Map<String, Object> properties) throws InterruptedException {
    return Call.of(verb, properties, Contexts.in(root, environment, (_, _, _) -> {}));
  }
}
