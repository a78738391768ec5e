package io.perftune.verb.compare;

import static java.util.Objects.requireNonNull;

import io.perftune.compare.Apart;
import io.perftune.compare.Change;
import io.perftune.compare.Compared;
import io.perftune.compare.Comparison;
import io.perftune.compare.Difference;
import io.perftune.compare.Metric;
import io.perftune.statistics.ChangeInterval;
import io.perftune.tokens.O200k;
import io.perftune.value.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A comparison for a reader: the verdict, what differs, a table for each configuration, and what
/// is set beside nothing.
///
/// @param path where the whole comparison lies
record ComparisonText(Comparison comparison, String path) {
  private static final String ROW = "  %-23s %10s %10s %11s %10s  %-24s %s";

  ComparisonText {
    requireNonNull(comparison, "comparison is null");
    requireNonNull(path, "path is null");
  }

  /// Everything.
  String whole() {
    return text(_ -> {}, _ -> true, true);
  }

  /// What fits into so many tokens; what does not is counted.
  String text(O200k counter, int tokens) {
    Allowance allowance = new Allowance(counter, 0);
    return text(percent -> allowance.add(tokens * percent / 100), allowance::take, false);
  }

  /// @param more gives a further share, in percent, of what there is room for
  /// @param room whether a text still fits
  private String text(IntConsumer more, Predicate<String> room, boolean whole) {
    more.accept(20);
    List<String> missing =
        section(
            "For a verdict there lacks:",
            comparison.verdict().missing().stream()
                .map(problem -> "  " + shown(problem.line(), whole, 300))
                .toList(),
            room);
    more.accept(12);
    List<String> differences =
        section(
            "Different in all that is compared (baseline | other):",
            comparison.differences().stream().map(each -> "  " + line(each, whole)).toList(),
            room);
    more.accept(9);
    List<String> unmatched =
        section(
            "Without a counterpart, so set beside nothing:",
            comparison.unmatched().stream().map(row -> apart(row, whole)).toList(),
            room);
    more.accept(7);
    List<String> excluded =
        section(
            "Never compared:",
            comparison.excluded().stream().map(row -> apart(row, whole)).toList(),
            room);
    more.accept(40);
    List<String> pairs =
        section("", comparison.pairs().stream().map(pair -> table(pair, whole)).toList(), room);
    List<String> lines = new ArrayList<>(head());
    lines.addAll(missing);
    if (!comparison.pairs().isEmpty()) {
      lines.add("Equal in all that is compared: " + shown(comparison.context(), whole, 300));
    }
    lines.addAll(differences);
    lines.addAll(pairs);
    lines.addAll(unmatched);
    lines.addAll(excluded);
    lines.add("The whole comparison: " + path);
    return String.join("\n", lines) + "\n";
  }

  private List<String> head() {
    return List.of(
        "%s: what changed from %s (baseline) to %s (other)"
            .formatted(comparison.verdict().tier(), comparison.campaignA(), comparison.campaignB()),
        "%d compared, %d without a counterpart, %d never compared"
            .formatted(
                comparison.pairs().size(),
                comparison.unmatched().size(),
                comparison.excluded().size()));
  }

  private static List<String> section(String head, List<String> entries, Predicate<String> room) {
    List<String> lines = new ArrayList<>();
    if (!entries.isEmpty() && !head.isEmpty()) {
      lines.add(head);
    }
    int taken = 0;
    while (taken < entries.size() && room.test(entries.get(taken))) {
      lines.add(entries.get(taken));
      taken++;
    }
    if (taken < entries.size()) {
      lines.add("  and %d more".formatted(entries.size() - taken));
    }
    return lines;
  }

  /// A text of one line in which the campaigns are called by their sides.
  private String shown(String text, boolean whole, int longest) {
    String a = comparison.campaignA();
    String b = comparison.campaignB();
    String sides =
        a.length() > b.length()
            ? text.replace(a, "baseline").replace(b, "other")
            : text.replace(b, "other").replace(a, "baseline");
    return Shorter.text(sides, whole ? Integer.MAX_VALUE : longest);
  }

  private String line(Difference difference, boolean whole) {
    return shown("%s [%s]".formatted(difference.line(), difference.role().label()), whole, 160);
  }

  private String apart(Apart row, boolean whole) {
    return "  " + shown(row.place() + ": " + row.why(), whole, 240);
  }

  private String table(Compared pair, boolean whole) {
    List<String> lines = new ArrayList<>();
    Row a = pair.a();
    Row b = pair.b();
    lines.add(
        "%s%s: n %s | %s, trials %s | %s"
            .formatted(
                a.text("aa_shape") == null ? "" : a.text("aa_shape") + ", ",
                shown(pair.place(), whole, 120),
                a.text("n"),
                b.text("n"),
                a.text("trials"),
                b.text("trials")));
    pair.differences().forEach(each -> lines.add("  differs: " + line(each, whole)));
    pair.cautions().forEach(each -> lines.add("  caution: " + shown(each, whole, 200)));
    lines.add(
        ROW.formatted(
            "metric", "baseline", "other", "change", "change %", "95 % interval", "reading"));
    pair.changes().stream()
        .filter(change -> whole || Metric.HEADLINES.contains(change.metric()))
        .forEach(change -> lines.add(line(change, pair, whole)));
    return String.join("\n", lines);
  }

  private String line(Change change, Compared pair, boolean whole) {
    String why = change.why() == null ? "" : ": " + shown(change.why(), whole, 160);
    return ROW.formatted(
            change.metric().column(),
            number(change.a()),
            number(change.b()),
            signed(change.change()),
            percent(change.percent()),
            interval(change.interval()),
            change.reading().label().replace('_', ' ') + why + coverage(change, pair))
        .stripTrailing();
  }

  /// TTFO stands with the share of the requests that it is of.
  private static String coverage(Change change, Compared pair) {
    return change.metric() == Metric.TTFO_P50
        ? " (coverage %s | %s)"
            .formatted(
                number(pair.a().number("ttfo_coverage")), number(pair.b().number("ttfo_coverage")))
        : "";
  }

  private static String number(@Nullable Double value) {
    return value == null ? "-" : Shorter.number(value);
  }

  private static String signed(@Nullable Double value) {
    return value == null ? "-" : (value > 0 ? "+" : "") + Shorter.number(value);
  }

  private static String percent(@Nullable Double value) {
    return value == null ? "-" : String.format(Locale.ROOT, "%+.2f %%", value);
  }

  private static String interval(@Nullable ChangeInterval interval) {
    return interval == null
        ? "-"
        : "[%s, %s]".formatted(signed(interval.low()), signed(interval.high()));
  }
}
