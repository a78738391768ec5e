package io.perftune.verb.valueview;

import io.perftune.lever.Floor;
import io.perftune.value.Lever;
import io.perftune.value.Problem;
import io.perftune.value.Row;
import io.perftune.verb.valueview.ValueView.Standing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/// The frontier for a reader: floors, open levers by rank, and what is settled.
final class ValueDigest {
  private ValueDigest() {}

  /// @param limit of each list; what is beyond it is counted
  static String text(
      Path root, List<Floor> floors, List<Standing> levers, List<Problem> problems, int limit) {
    List<String> lines = new ArrayList<>();
    lines.add("Floors, the best full points under %s:".formatted(root));
    add(lines, floors.stream().map(ValueDigest::floor).toList(), limit);
    lines.add("Open levers, by rank:");
    List<Standing> open = levers.stream().filter(ValueView::open).toList();
    add(lines, open.stream().map(ValueDigest::open).toList(), limit);
    lines.add("Settled:");
    List<Standing> settled = levers.stream().filter(each -> !ValueView.open(each)).toList();
    add(lines, settled.stream().map(ValueDigest::settled).toList(), limit);
    if (!problems.isEmpty()) {
      lines.add("Campaigns that could not be read whole: " + problems.size() + ".");
    }
    return String.join("\n", lines);
  }

  private static void add(List<String> lines, List<String> entries, int limit) {
    int number = 1;
    for (String entry : entries.subList(0, Math.min(limit, entries.size()))) {
      lines.add("  " + number++ + ". " + entry.replaceAll("\\s+", " ").strip());
    }
    if (entries.isEmpty()) {
      lines.add("  none");
    } else if (entries.size() > limit) {
      lines.add("  and " + (entries.size() - limit) + " more");
    }
  }

  private static String floor(Floor floor) {
    List<String> key = new ArrayList<>();
    for (String column : floor.told()) {
      JsonNode value = floor.key().required(column);
      key.add(
          value.isNull()
              ? "no " + column
              : value.isNumber() ? column + " " + value.asString() : value.asString());
    }
    List<String> best = new ArrayList<>();
    for (Floor.Best point : floor.best()) {
      best.add(point(point));
    }
    return String.join(", ", key) + ": " + String.join("; ", best);
  }

  private static String point(Floor.Best point) {
    Row row = point.row();
    Double share = row.number("sol_pct");
    String speedOfLight =
        share == null
            ? "no %SoL"
            : String.format(Locale.ROOT, "%.1f %% of %s", share, row.text("sol_ceiling_key"));
    return String.format(
        Locale.ROOT,
        "%s %.1f (%s) at %s %s c=%s",
        point.figure(),
        point.value(),
        speedOfLight,
        row.text("campaign_id"),
        row.text("cell_id"),
        row.text("concurrency"));
  }

  private static String open(Standing standing) {
    Lever lever = standing.lever();
    return "%s [%s, %s]; expected unlock: %s; gate: %s"
        .formatted(
            lever.change(), standing.campaignId(), lever.rule(), lever.unlock(), lever.gate());
  }

  private static String settled(Standing standing) {
    Lever lever = standing.lever();
    return "%s: %s [%s]: %s"
        .formatted(
            lever.state().label(),
            lever.change(),
            standing.campaignId(),
            Objects.requireNonNullElse(lever.why(), "no reason recorded"));
  }
}
