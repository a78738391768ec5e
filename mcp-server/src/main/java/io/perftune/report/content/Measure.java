package io.perftune.report.content;

import static java.util.Objects.requireNonNull;

import io.perftune.report.page.DataTable;
import io.perftune.report.page.Entry;
import io.perftune.report.page.Tone;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One column of a table of points: its head, and how a point's entry in it is made.
record Measure(DataTable.Column head, Function<Point, Entry> entry) {
  static final Measure CELL = text("cell", point -> Entry.of(FreeText.line(point.cellId(), 60)));

  static final Measure CONCURRENCY =
      new Measure(
          new DataTable.Column("c", null, true, "Concurrent requests."),
          point ->
              new Entry(
                  Figures.count(point.concurrency()),
                  null,
                  (double) point.concurrency(),
                  Tone.PLAIN));

  static final Measure STATUS = text("status", Measure::status);

  static final Measure REQUESTS =
      new Measure(
          new DataTable.Column("n", null, true, "Successful requests, of those sent."),
          Measure::requests);

  static final Measure TTFT = interval("TTFT p50", "ms", "ttft_p50");
  static final Measure SPEED = interval("output speed p50", "tok/s", "output_speed_p50");
  static final Measure ITL = figure("ITL p50", "ms", "itl_p50_ms");
  static final Measure OUTPUT = figure("output", "tok/s", "output_tps");
  static final Measure REQUEST_RATE = figure("requests", "1/s", "request_throughput_avg");
  static final Measure INPUT_TOKENS = figure("mean input", "tokens", "mean_input_tokens");
  static final Measure OUTPUT_TOKENS = figure("mean output", "tokens", "mean_output_tokens");

  static final Measure TTFO =
      new Measure(
          new DataTable.Column(
              "TTFO p50",
              "ms",
              true,
              "Time to the first answer token, with the share of requests that gave one."),
          Measure::ttfo);

  static final Measure AA_TTFAT = modelled("AA-modelled TTFAT", "aa_ttfat_ms");
  static final Measure AA_E2E = modelled("AA-modelled E2E 500", "aa_e2e_500_ms");

  static final Measure SOL =
      new Measure(
          new DataTable.Column(
              "%SoL", null, true, "Share of the named ceiling, or why there is no figure."),
          Measure::sol);

  static final Measure CLIENT =
      text(
          "client",
          point -> {
            String verdict = point.row() == null ? null : point.describes("client_verdict");
            return verdict == null
                ? Entry.absent(null)
                : new Entry(verdict, null, null, tone(verdict));
          });

  Measure {
    requireNonNull(head, "head is null");
    requireNonNull(entry, "entry is null");
  }

  /// A plain figure of the row.
  static Measure figure(String heading, String unit, String column) {
    return new Measure(
        new DataTable.Column(heading, unit, true, null), point -> number(point, column, null));
  }

  /// A median with its bootstrap interval below it.
  static Measure interval(String heading, String unit, String name) {
    String column = name + (unit.equals("ms") ? "_ms" : "_tps");
    return new Measure(
        new DataTable.Column(heading, unit, true, "Below it the 95 % bootstrap interval."),
        point -> number(point, column, interval(point, name)));
  }

  /// The interval of a median; null where there is none.
  static @Nullable String interval(Point point, String name) {
    Double low = point.number(name + "_ci_low");
    Double high = point.number(name + "_ci_high");
    return (low == null || high == null)
        ? null
        : "[" + Figures.number(low) + ", " + Figures.number(high) + "]";
  }

  static Entry number(Point point, String column, @Nullable String detail) {
    Double value = point.number(column);
    return value == null
        ? Entry.absent(null)
        : new Entry(Figures.number(value), detail, value, Tone.PLAIN);
  }

  /// The heads of the measures.
  static List<DataTable.Column> heads(List<Measure> measures) {
    return measures.stream().map(Measure::head).toList();
  }

  private static Measure text(String heading, Function<Point, Entry> entry) {
    return new Measure(DataTable.Column.text(heading), entry);
  }

  private static Measure modelled(String heading, String column) {
    return new Measure(
        new DataTable.Column(
            heading,
            "ms",
            true,
            "Computed from medians by AA's formula with an assumed number of reasoning tokens;"
                + " not a measurement."),
        point -> {
          Double tokens = point.number("aa_assumed_reasoning_tokens");
          String assumed = tokens == null ? null : Figures.number(tokens) + " think tok";
          return number(point, column, assumed);
        });
  }

  private static Entry status(Point point) {
    String reason = point.row() == null ? null : point.row().text("status_reason");
    Tone tone =
        switch (point.status()) {
          case "full" -> Tone.GOOD;
          case "partial" -> Tone.CAUTION;
          default -> Tone.BAD;
        };
    return new Entry(
        point.status(), reason == null ? null : FreeText.line(reason, 240), null, tone);
  }

  private static Entry requests(Point point) {
    Double ok = point.number("n");
    Double sent = point.number("requests");
    if (ok == null || sent == null) {
      return Entry.absent(null);
    }
    Tone tone = ok < sent ? Tone.CAUTION : Tone.PLAIN;
    return new Entry(Figures.number(ok) + " of " + Figures.number(sent), null, ok, tone);
  }

  private static Entry ttfo(Point point) {
    Double coverage = point.number("ttfo_coverage");
    Double value = point.number("ttfo_p50_ms");
    if (coverage == null) {
      return number(point, "ttfo_p50_ms", null);
    }
    String covered = "coverage " + Figures.share(coverage);
    Tone tone = coverage < 1 ? Tone.CAUTION : Tone.PLAIN;
    return value == null
        ? new Entry("–", covered, null, Tone.CAUTION)
        : new Entry(Figures.number(value), covered, value, tone);
  }

  private static Entry sol(Point point) {
    Double share = point.number("sol_pct");
    if (share == null) {
      return Entry.absent(point.whyNull("sol_pct"));
    }
    String rigor = point.describes("sol_rigor");
    return new Entry(
        Figures.number(share) + " %",
        point.describes("sol_ceiling_key") + (rigor == null ? ", analytical" : ", " + rigor),
        share,
        share > 100 ? Tone.BAD : Tone.PLAIN);
  }

  private static Tone tone(String verdict) {
    return switch (verdict) {
      case "ok" -> Tone.GOOD;
      case "noisy" -> Tone.CAUTION;
      case "saturated" -> Tone.BAD;
      default -> Tone.PLAIN;
    };
  }
}
