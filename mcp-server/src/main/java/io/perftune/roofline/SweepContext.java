package io.perftune.roofline;

import static java.util.Objects.requireNonNull;

import io.perftune.speedoflight.ComputeFormat;
import io.perftune.speedoflight.Deployment;
import io.perftune.speedoflight.Peaks;
import io.perftune.value.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// What every point of a sweep shares.
///
/// @param cellId the name that both cells share, without its phase
/// @param declared what flags, manifest and campaign say, by the flags' names
/// @param compute null where neither it is declared nor the quant says it
public record SweepContext(
    String campaignId,
    String cellId,
    Declared declared,
    Model model,
    @Nullable ComputeFormat compute,
    Origin origin) {
  public SweepContext {
    requireNonNull(campaignId, "campaignId is null");
    requireNonNull(cellId, "cellId is null");
    requireNonNull(declared, "declared is null");
    requireNonNull(model, "model is null");
    requireNonNull(origin, "origin is null");
  }

  /// What was declared, and by whom.
  public record Declared(ObjectNode values, ObjectNode sources) {
    public Declared {
      values = values.deepCopy();
      sources = sources.deepCopy();
    }

    /// A text; null where nobody declared it.
    public @Nullable String text(String name) {
      return Json.text(values, name);
    }

    /// Whether speculative decoding was declared.
    public boolean speculative() {
      return values.path("mtp").asBoolean(false);
    }

    /// Tokens a step; null where nobody declared it.
    public @Nullable Double acceptanceLength() {
      return Json.number(values, "acceptance_length");
    }
  }

  /// The deployment and the peaks of its part.
  public record Model(Deployment deployment, Peaks peaks) {
    public Model {
      requireNonNull(deployment, "deployment is null");
      requireNonNull(peaks, "peaks is null");
    }
  }

  /// Where the points come from.
  ///
  /// @param capturedAt ISO 8601; null where nobody says
  public record Origin(
      String bundle,
      String bundleSha256,
      @Nullable String capturedAt,
      String toolVersion,
      String configSha256) {
    public Origin {
      requireNonNull(bundle, "bundle is null");
      requireNonNull(bundleSha256, "bundleSha256 is null");
      requireNonNull(toolVersion, "toolVersion is null");
      requireNonNull(configSha256, "configSha256 is null");
    }
  }

  /// The same for the decode points of another pair of lengths, which are a cell of their own:
  /// `<cell_id>-<isl>x<osl>-decode`.
  public SweepContext ofLengths(SweepPoint point) {
    return new SweepContext(
        campaignId,
        "%s-%dx%d".formatted(cellId, point.isl(), point.osl()),
        declared,
        model,
        compute,
        origin);
  }

  /// The cell that a phase becomes.
  public String cell(SweepPoint.Phase phase) {
    return cellId + "-" + phase.label();
  }
}
