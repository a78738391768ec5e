package io.perftune.compare;

import io.perftune.value.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What was measured otherwise on the two sides than the context alone says, and limits what a
/// change means.
final class Cautions {
  private static final double TOKENS = 0.05;
  private static final double SHARE = 0.01;
  private static final Set<String> NOT_AN_ANSWER =
      Set.of("unconfigured_parser", "hidden_by_provider");

  private final Pair pair;
  private final List<String> cautions = new ArrayList<>();

  private Cautions(Pair pair) {
    this.pair = pair;
  }

  /// A sentence each; empty where nothing limits it.
  static List<String> of(Pair pair, PointRequests a, PointRequests b) {
    Cautions cautions = new Cautions(pair);
    cautions.tokens("mean_input_tokens", "the prompts are not of one length");
    cautions.tokens("mean_output_tokens", "times and rates are over outputs of another length");
    cautions.share("ttfo_coverage", "TTFO is of another share of the requests");
    cautions.share("cached_token_share", "the prefix cache served another share of the prompts");
    cautions.share("floor_met_share", "another share of the answers reached the floor");
    cautions.tie();
    cautions.client();
    cautions.peak();
    for (PointRequests side : List.of(a, b)) {
      if (side.whyNone() != null) {
        cautions.cautions.add(
            "%s: %s; its intervals are the row's own"
                .formatted(side.row().text("campaign_id"), side.whyNone()));
      }
    }
    return cautions.cautions;
  }

  private void tokens(String column, String means) {
    Double from = pair.a().number(column);
    Double to = pair.b().number(column);
    if (from != null && to != null && Math.abs(to - from) > TOKENS * Math.max(from, to)) {
      cautions.add(said(column, "%.0f", from, to, means));
    }
  }

  private void share(String column, String means) {
    Double from = pair.a().number(column);
    Double to = pair.b().number(column);
    if (from != null && to != null && Math.abs(to - from) > SHARE) {
      cautions.add(said(column, "%.3f", from, to, means));
    }
  }

  private static String said(String column, String form, double from, double to, String means) {
    return String.format(
        Locale.ROOT, "%s: " + form + " | " + form + ": %s", column, from, to, means);
  }

  /// A tie that is the same on both sides is comparable, but no time to an answer.
  private void tie() {
    @Nullable String reading = pair.a().text("tied_reading");
    if (reading != null
        && NOT_AN_ANSWER.contains(reading)
        && reading.equals(pair.b().text("tied_reading"))) {
      cautions.add(
          "TTFT and TTFO are tied on both sides (%s): TTFO may be the time to a thought"
              .formatted(reading));
    }
  }

  private void client() {
    for (Row row : List.of(pair.a(), pair.b())) {
      if ("noisy".equals(row.text("client_verdict"))) {
        cautions.add("%s: the client was noisy".formatted(row.text("campaign_id")));
      }
    }
  }

  private void peak() {
    for (Row row : List.of(pair.a(), pair.b())) {
      if (abovePeak(row)) {
        cautions.add(
            "%s: above 100 %% of its hardware's peak, so its descriptors are wrong"
                .formatted(row.text("campaign_id")));
      }
    }
  }

  static boolean abovePeak(Row row) {
    Double share = row.number("sol_pct");
    return share != null && share > 100;
  }
}
