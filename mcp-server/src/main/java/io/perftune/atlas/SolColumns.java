package io.perftune.atlas;

import io.perftune.speedoflight.Coordinates;
import io.perftune.speedoflight.Decode;
import io.perftune.speedoflight.Peaks;
import io.perftune.value.Cell;
import io.perftune.value.EngineMetrics;
import io.perftune.value.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// How near the point came to its hardware's HBM peak, by the decode formula of the roofline; and
/// whether it is faster than the hardware can be.
///
/// The figure is analytical: bytes that the model must have read for its own tokens, not bytes that
/// were counted.
final class SolColumns {
  private static final String ANALYTICAL = "analytical: no DCGM readings";

  /// Relative; a median of gaps on the client's clock.
  private static final double TOLERANCE = 0.01;

  private static final double PERCENT = 100;

  private final Roof roof;
  private final ObjectNode declared;
  private final @Nullable Double acceptance;
  private final @Nullable ModelTokens tokens;

  SolColumns(Roof roof, Cell cell, EngineMetrics server, Figures figures) {
    this.roof = roof;
    this.tokens = ModelTokens.of(figures);
    this.declared = cell.declared();
    this.acceptance = server.value(EngineMetrics.Figure.ACCEPTANCE_LENGTH);
  }

  /// Puts the columns; the concurrency must stand in the row already.
  void put(RowBuilder row, Cell cell) {
    Roof.Known known = roof.known();
    Decode decode = known == null ? null : decode(known, row);
    if (known == null || tokens == null || decode == null) {
      absent(row, cell, known == null ? roof.why() : "tokens or output speed are unmeasured");
      return;
    }
    if (speculative() && acceptance == null) {
      absent(row, cell, "speculative decoding is on, and the engine did not count tokens per step");
      return;
    }
    Coordinates at =
        speculative() && acceptance != null
            ? decode.speculativeAt(tokens.perSecond(), Math.max(1, acceptance))
            : decode.at(tokens.perSecond());
    Peaks peaks = known.peaks();
    row.number("sol_pct", at.hbmDeliveredPct(peaks), "")
        .text("sol_metric", "hbm")
        .text("sol_ceiling_key", peaks.hbm().key())
        .unmeasured("sol_rigor", ANALYTICAL);
  }

  /// A sentence where the point is faster than its hardware can read the weights of one token, or
  /// reads more than HBM delivers; none where it is not, or nothing is known of it.
  List<String> impossible(RowBuilder row) {
    Roof.Known known = roof.known();
    Decode decode = known == null ? null : decode(known, row);
    Double gap = tokens == null ? null : tokens.gapMs();
    if (known == null || decode == null || gap == null || speculative()) {
      return List.of();
    }
    double least = decode.leastStepMs(known.peaks());
    return gap >= least * (1 - TOLERANCE)
        ? List.of()
        : List.of(
            "Its tokens come %s ms apart at the median, and HBM (%s) needs %s ms to read the weights of one: quant, hardware, parallelism or model_config is not what serves, or speculative decoding is on."
                .formatted(gap, known.peaks().hbm().key(), least));
  }

  /// Said of a figure above the peak; null where it is not.
  static @Nullable String abovePeak(RowBuilder row) {
    Double share = row.given("sol_pct");
    return share == null || share <= PERCENT
        ? null
        : "HBM is above 100 % of its peak: look at quant, hardware, speculative decoding and clocks before quoting it.";
  }

  /// Said of a figure in tokens that are not the model's own; null where there is none.
  @Nullable String tokenizer(RowBuilder row) {
    return row.given("sol_pct") == null || tokens == null || tokens.counted()
        ? null
        : "%SoL takes o200k_base tokens for the model's own, because the server does not count every request.";
  }

  private @Nullable Decode decode(Roof.Known known, RowBuilder row) {
    Double concurrency = row.given("concurrency");
    return concurrency == null || tokens == null
        ? null
        : known.decode(concurrency, tokens.input(), tokens.output());
  }

  /// Declared, or counted.
  private boolean speculative() {
    Long tokens = Json.integer(declared, "num_speculative_tokens");
    return declared.path("mtp").asBoolean(false)
        || (tokens != null && tokens > 0)
        || (acceptance != null && acceptance > 1);
  }

  private static void absent(RowBuilder row, Cell cell, String why) {
    boolean disclosed = !cell.ceilingKey().isEmpty();
    row.unmeasured("sol_pct", why)
        .unmeasured("sol_metric", why)
        .text(
            "sol_ceiling_key",
            disclosed ? cell.ceilingKey() : null,
            "hardware " + cell.declared().required("hardware").asString())
        .unmeasured("sol_rigor", why);
  }
}
