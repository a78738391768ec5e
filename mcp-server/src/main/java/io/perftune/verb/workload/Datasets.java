package io.perftune.verb.workload;

import io.perftune.value.AaShape;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.verb.Outcome;
import io.perftune.verb.dataset.MakeDataset;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes the prompts that a dataset-replay run of the same call sends, and sends nothing.
final class Datasets {
  private Datasets() {}

  static Outcome write(WorkloadCall call) throws InterruptedException {
    if (Json.text(call.input(), "input_file") != null) {
      Problem own =
          new Problem(
              "input-file-unused",
              "--generate-dataset-only makes prompts, and --input-file names some that are made.",
              "--input-file",
              "Leave one of them out.");
      return new Outcome.Refused(Json.object(), "", List.of(own));
    }
    List<Problem> problems = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    ArrayNode written = Json.array();
    for (AaShape shape : call.shapes()) {
      for (int concurrency : call.concurrencies()) {
        Outcome made = new MakeDataset().run(input(call, shape, concurrency), call.context());
        problems.addAll(made.problems());
        text.append(made.digest().strip()).append('\n');
        written.add(entry(made.json(), concurrency));
      }
    }
    ObjectNode json = Json.object();
    json.set("datasets", written);
    return new Outcome.Done(json, text.toString(), problems);
  }

  private static ObjectNode input(WorkloadCall call, AaShape shape, int concurrency) {
    ObjectNode input =
        Json.object()
            .put("shape", shape.label())
            .put("concurrency", concurrency)
            .put("out", call.text("dataset_dir"));
    Long count = Json.integer(call.input(), "request_count");
    if (count != null) {
      input.put("request_count", count);
    }
    if (call.maxOutputTokens() != null) {
      input.put("output_tokens", call.maxOutputTokens());
    }
    String seed = Json.text(call.input(), "seed");
    return seed == null ? input : input.put("seed", seed);
  }

  private static ObjectNode entry(ObjectNode made, int concurrency) {
    ObjectNode entry =
        Json.object().put("shape", Json.text(made, "shape")).put("concurrency", concurrency);
    for (String member : List.of("dataset_path", "manifest_path", "row_count", "sha256")) {
      entry.set(member, made.required(member));
    }
    return entry;
  }
}
