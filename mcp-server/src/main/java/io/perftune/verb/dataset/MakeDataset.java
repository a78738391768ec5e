package io.perftune.verb.dataset;

import static java.util.Objects.requireNonNullElse;

import io.perftune.plan.prompts.Corpus;
import io.perftune.plan.prompts.Dataset;
import io.perftune.plan.prompts.DatasetManifest;
import io.perftune.plan.prompts.GeneratedPrompts;
import io.perftune.plan.prompts.PromptRequest;
import io.perftune.plan.prompts.Seeds;
import io.perftune.tokens.O200k;
import io.perftune.value.AaMode;
import io.perftune.value.AaShape;
import io.perftune.value.Json;
import io.perftune.value.PointPlan;
import io.perftune.value.ProblemException;
import io.perftune.verb.Context;
import io.perftune.verb.DiskRoom;
import io.perftune.verb.Outcome;
import io.perftune.verb.Safety;
import io.perftune.verb.Verb;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Writes the prompts of a shape as mooncake_trace, with a manifest beside them: the ones that a
/// dataset-replay cell of that seed and concurrency sends first.
///
/// The file's name holds the shape, the concurrency, the number of prompts and the seed. The same
/// call again leaves the same bytes; a file of that name with other bytes is never overwritten.
public final class MakeDataset implements Verb {
  private static final int FIRST_TRIAL = 1;
  private static final int FIRST_ATTEMPT = 0;

  @Override
  public String name() {
    return "dataset";
  }

  @Override
  public Safety safety() {
    return Safety.WRITES_ARTIFACTS;
  }

  @Override
  public Outcome run(ObjectNode input, Context context) {
    AaShape shape = AaShape.labelled(input.required("shape").asString()).orElseThrow();
    int concurrency = input.required("concurrency").intValue();
    Long given = Json.integer(input, "request_count");
    int rows = given == null ? PointPlan.Load.defaultRequests(concurrency) : given.intValue();
    long seed = seed(input, shape, concurrency);
    Long output = Json.integer(input, "output_tokens");
    String name = "%s-c%d-n%d-s%d".formatted(shape.label(), concurrency, rows, seed);
    Path file = context.resolve(input.required("out").asString()).resolve(name + ".jsonl");
    PromptRequest request = new PromptRequest(shape.inputTokens(), rows, seed);
    refuseSmallDisk(file, request);
    Dataset dataset =
        new Dataset(
            new GeneratedPrompts(corpus(input, context), request),
            output == null ? shape.answerTokens() : output.intValue());
    DatasetFile written = DatasetFile.write(dataset, file);
    return new Outcome.Done(reply(shape, seed, written), digest(shape, written), List.of());
  }

  private static void refuseSmallDisk(Path file, PromptRequest request) {
    if (!Files.exists(file)) {
      DiskRoom.problem(
              file,
              request.estimatedBytes(),
              "lower the request count, or name another directory with --out.")
          .ifPresent(problem -> {
            throw new ProblemException(problem);
          });
    }
  }

  private static long seed(ObjectNode input, AaShape shape, int concurrency) {
    return Seeds.of(Json.text(input, "seed"), AaMode.DATASET_REPLAY, "", "")
        .seed(shape.label(), concurrency, FIRST_TRIAL, FIRST_ATTEMPT);
  }

  private static Corpus corpus(ObjectNode input, Context context) {
    String own = Json.text(input, "corpus");
    O200k o200k = new O200k();
    return own == null ? Corpus.wordnet(o200k) : Corpus.ofFile(context.resolve(own), o200k);
  }

  private static ObjectNode reply(AaShape shape, long seed, DatasetFile written) {
    DatasetManifest manifest = written.manifest();
    return Json.object()
        .put("dataset_path", written.file().toString())
        .put("manifest_path", written.manifestFile().toString())
        .put("shape", shape.label())
        .put("row_count", manifest.rows())
        .put("target_input_tokens", shape.inputTokens())
        .put("output_length", manifest.outputLength())
        .put("seed", seed)
        .put("sha256", manifest.sha256())
        .put("size_bytes", manifest.bytes());
  }

  private static String digest(AaShape shape, DatasetFile written) {
    String note = requireNonNullElse(Json.text(written.manifest().json(), "note"), "");
    return "%s %s: %d prompts of exactly %d tokens (o200k_base), sha256 %s.\n%s"
        .formatted(
            written.fresh() ? "Wrote" : "Already there:",
            written.file(),
            written.manifest().rows(),
            shape.inputTokens(),
            written.manifest().sha256(),
            note);
  }
}
