package io.perftune.verb.render;

import static java.util.Objects.requireNonNull;

import io.perftune.lever.Floor;
import io.perftune.report.content.FreeText;
import io.perftune.value.Campaign;
import io.perftune.value.Json;
import io.perftune.value.Lever;
import io.perftune.value.Row;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The frontier of a campaign as a section of Markdown between two lines of its own, and how it is
/// put into a file of which every other byte stays.
///
/// @param lines without their ends
record FrontierSection(String campaignId, List<String> lines) {
  /// A byte a character, so that a text in any encoding goes through unchanged.
  private static final Charset BYTES = StandardCharsets.ISO_8859_1;

  private static final int LONGEST = 4_000;
  private static final String BOM = "\u00ef\u00bb\u00bf";

  FrontierSection {
    requireNonNull(campaignId, "campaignId is null");
    lines = List.copyOf(lines);
  }

  /// The section.
  ///
  /// @param levers ranked
  static FrontierSection of(
      String campaignId, Campaign campaign, List<Row> atlas, List<Lever> levers) {
    List<String> lines = new ArrayList<>();
    lines.add("## Frontier of " + campaignId);
    lines.add("");
    lines.add(campaign.nextLeverLine());
    lines.add("");
    for (Floor floor : Floor.of(atlas)) {
      lines.add("- floor: " + floor(floor));
    }
    for (Lever lever : levers.stream().skip(campaign.nextLever().isObject() ? 1 : 0).toList()) {
      lines.add("- " + lever(lever));
    }
    return new FrontierSection(campaignId, lines.stream().map(FrontierSection::inert).toList());
  }

  /// The file with this section: in the place of the one that it holds, else after its end.
  ///
  /// @return empty where its marks are there more than once, alone or in the wrong order
  Optional<byte[]> in(byte[] file) {
    String text = new String(file, BYTES);
    List<Mark> begins = marks(text, "begin");
    List<Mark> ends = marks(text, "end");
    if (begins.isEmpty() && ends.isEmpty()) {
      return Optional.of(appended(text).getBytes(BYTES));
    }
    if (begins.size() != 1
        || ends.size() != 1
        || begins.getFirst().after() > ends.getFirst().before()) {
      return Optional.empty();
    }
    String newline = text.startsWith("\r\n", begins.getFirst().after() - 2) ? "\r\n" : "\n";
    String changed =
        text.substring(0, begins.getFirst().after())
            + body(newline)
            + text.substring(ends.getFirst().before());
    return Optional.of(changed.getBytes(BYTES));
  }

  private String appended(String text) {
    String newline = text.contains("\r\n") ? "\r\n" : "\n";
    boolean bare = text.isEmpty() || text.equals(BOM);
    String gap = bare ? "" : text.endsWith("\n") ? newline : newline + newline;
    return text + gap + mark("begin") + newline + body(newline) + mark("end") + newline;
  }

  private String body(String newline) {
    String body = lines.stream().map(line -> line + newline).collect(Collectors.joining());
    return new String(body.getBytes(StandardCharsets.UTF_8), BYTES);
  }

  private String mark(String side) {
    return "<!-- perf-tune-report frontier %s: %s -->".formatted(campaignId, side);
  }

  /// A line that is a mark.
  ///
  /// @param before where it starts
  /// @param after where the next line starts
  private record Mark(int before, int after) {}

  private List<Mark> marks(String text, String side) {
    Matcher matcher =
        Pattern.compile(
                "(?:^|(?<=\n)|^" + BOM + ")" + Pattern.quote(mark(side)) + "[ \t]*(\r?\n|$)")
            .matcher(text);
    List<Mark> marks = new ArrayList<>();
    while (matcher.find()) {
      marks.add(new Mark(matcher.start(), matcher.end()));
    }
    return marks;
  }

  private static String floor(Floor floor) {
    List<String> best = new ArrayList<>();
    for (Floor.Best point : floor.best()) {
      best.add(
          String.format(
              Locale.ROOT,
              "%s %.1f (cell %s at c=%s, %s)",
              point.figure(),
              point.value(),
              point.row().text("cell_id"),
              point.row().text("concurrency"),
              speedOfLight(point.row())));
    }
    String key =
        floor.told().stream()
            .map(column -> Json.text(floor.key(), column))
            .filter(Objects::nonNull)
            .collect(Collectors.joining(", "));
    return key + ": " + String.join("; ", best);
  }

  private static String speedOfLight(Row row) {
    Double share = row.number("sol_pct");
    return share == null
        ? "no %SoL"
        : String.format(Locale.ROOT, "%.1f %% of %s", share, row.text("sol_ceiling_key"));
  }

  private static String lever(Lever lever) {
    String evidence =
        lever.evidence().stream()
            .map(at -> at.where() + ": " + at.figure())
            .collect(Collectors.joining("; "));
    return "%s, %s: %s; expected unlock: %s; gate: %s%s%s"
        .formatted(
            lever.state().label(),
            lever.declared() ? "declared" : "suggested by " + lever.rule(),
            lever.change(),
            lever.unlock(),
            lever.gate(),
            evidence.isEmpty() ? "" : "; evidence: " + evidence,
            lever.why() == null ? "" : "; why: " + lever.why());
  }

  /// One line in which nothing of what somebody wrote is markup, so no mark either.
  private static String inert(String line) {
    return FreeText.markdown(line, LONGEST);
  }
}
