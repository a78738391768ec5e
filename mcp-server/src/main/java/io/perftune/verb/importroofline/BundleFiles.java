package io.perftune.verb.importroofline;

import static java.util.Objects.requireNonNull;

import io.perftune.roofline.Sweep;
import io.perftune.value.Digest;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.workspace.CampaignDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/// The files of a sweep bundle.
///
/// @param directory where they lie
record BundleFiles(Path directory) {
  static final String DECODE = "decode_sweep.jsonl";
  static final String PREFILL = "prefill_sweep.jsonl";
  static final String MANIFEST = "roofline_sweep_manifest.json";
  static final String MODEL_CONFIG = "model_config.json";

  BundleFiles {
    requireNonNull(directory, "directory is null");
  }

  /// Both sweeps; what is wrong is added to the problems.
  Sweep sweep(List<Problem> problems) {
    return Sweep.read(text(DECODE, problems), text(PREFILL, problems), problems);
  }

  /// The manifest; empty where there is none.
  ObjectNode manifest(List<Problem> problems) {
    Path file = directory.resolve(MANIFEST);
    ObjectNode manifest = Files.exists(file) ? object(file, problems) : null;
    return manifest == null ? Json.object() : manifest;
  }

  /// The model's configuration that the bundle carries; null where it carries none.
  @Nullable Path modelConfig() {
    Path file = directory.resolve(MODEL_CONFIG);
    return Files.exists(file) ? file : null;
  }

  /// One hash over all files that there are, by their names.
  String sha256() {
    StringBuilder all = new StringBuilder();
    for (String name : List.of(DECODE, PREFILL, MANIFEST, MODEL_CONFIG)) {
      Path file = directory.resolve(name);
      if (Files.exists(file)) {
        all.append(name).append(' ').append(Digest.sha256(CampaignDirectory.bytes(file)));
        all.append('\n');
      }
    }
    return Digest.sha256(all.toString());
  }

  /// When the sweep was captured: the manifest's `captured_at_utc`, else the decode file's date.
  String capturedAt(ObjectNode manifest) {
    String said = Json.text(manifest, "captured_at_utc");
    if (said != null) {
      return said;
    }
    Path file = directory.resolve(DECODE);
    try {
      return Files.getLastModifiedTime(file).toInstant().truncatedTo(ChronoUnit.SECONDS).toString();
    } catch (IOException e) {
      throw CampaignDirectory.unreadable(file, e);
    }
  }

  /// The object in a file; null where it holds none, which is a problem.
  static @Nullable ObjectNode object(Path file, List<Problem> problems) {
    try {
      if (Json.MAPPER.readTree(CampaignDirectory.bytes(file)) instanceof ObjectNode object) {
        return object;
      }
      problems.add(malformed(file, "holds no JSON object"));
    } catch (JacksonException e) {
      problems.add(malformed(file, "is not JSON: " + e.getOriginalMessage()));
    }
    return null;
  }

  private String text(String name, List<Problem> problems) {
    Path file = directory.resolve(name);
    if (!Files.isRegularFile(file)) {
      problems.add(
          new Problem(
              "missing-sweep",
              "The bundle has no %s.".formatted(name),
              directory.toString(),
              "Capture both sweeps into one directory and name it with --bundle."));
      throw new ProblemException(problems);
    }
    return new String(CampaignDirectory.bytes(file), StandardCharsets.UTF_8);
  }

  private static Problem malformed(Path file, String what) {
    return new Problem(
        "malformed-file",
        "%s %s.".formatted(file.getFileName(), what),
        file.toString(),
        "Mend the file, or capture it again.");
  }
}
