package io.perftune.report.content;

import io.perftune.report.page.DataTable;
import io.perftune.report.page.Entry;
import io.perftune.report.page.Page;
import io.perftune.report.page.Remark;
import io.perftune.report.page.Tone;
import io.perftune.value.Lever;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The last page: the next lever as the campaign declares it, what its figures suggest, and what
/// became of earlier ones.
final class LeverPage {
  static final String ID = "next-lever";

  private static final int LONGEST = 600;
  private static final String DECLARE =
      "Declare it in the campaign file before campaign_init: next_lever: {change: <what to change>,"
          + " unlock: <direction and size>, gate: <the measurement that proves or refutes it>}.";
  private static final String NO_EVIDENCE =
      "The figures suggest none: no rule of docs/levers.md found what it reads, which is no proof"
          + " that there is none.";

  private LeverPage() {}

  /// @param next as the campaign declares it: an object, a text, or a JSON null
  /// @param levers ranked, declared and suggested
  static Page of(JsonNode next, List<Lever> levers) {
    List<Remark> remarks = new ArrayList<>();
    List<DataTable> tables = new ArrayList<>();
    List<Lever> suggested = levers.stream().filter(lever -> !lever.declared()).toList();
    List<Lever> recorded =
        levers.stream().filter(Lever::declared).skip(next.isObject() ? 1 : 0).toList();
    if (next.isObject()) {
      tables.add(declared(next));
    } else if (next.isString()) {
      remarks.add(Remark.plain(FreeText.line(next.asString(), LONGEST)));
    } else {
      remarks.add(Remark.caution("No next lever is declared. " + DECLARE));
    }
    if (suggested.isEmpty()) {
      remarks.add(Remark.plain(NO_EVIDENCE));
    } else {
      tables.add(suggested(suggested));
    }
    if (!recorded.isEmpty()) {
      tables.add(recorded(recorded));
    }
    return new Page(ID, "The next lever", null, remarks, List.of(), tables);
  }

  private static DataTable declared(JsonNode lever) {
    List<List<Entry>> rows = new ArrayList<>();
    rows.add(List.of(Entry.of("change"), text(lever, "change")));
    rows.add(List.of(Entry.of("expected unlock"), text(lever, "unlock")));
    rows.add(List.of(Entry.of("gate that proves or refutes it"), text(lever, "gate")));
    rows.add(List.of(Entry.of("state"), Entry.of(Lever.State.OPEN.label())));
    return DataTable.of(
        "Declared by the campaign",
        List.of(DataTable.Column.text("part"), DataTable.Column.text("declared")),
        rows);
  }

  private static Entry text(JsonNode lever, String member) {
    return lever.hasNonNull(member)
        ? words(lever.path(member).asString())
        : Entry.absent("not declared");
  }

  private static DataTable suggested(List<Lever> levers) {
    List<List<Entry>> rows = new ArrayList<>();
    for (Lever lever : levers) {
      rows.add(
          List.of(
              figure(rows.size() + 1.0, "%.0f", null),
              new Entry(line(lever.change()), lever.rule(), null, Tone.PLAIN),
              words(lever.unlock()),
              words(lever.gate()),
              words(evidence(lever)),
              figure(lever.worth(), "%.2f", "the figures are not to be concluded from before it"),
              figure(lever.effort() == null ? null : lever.effort() * 1.0, "%.0f", null),
              Entry.of(lever.state().label())));
    }
    return new DataTable(
        "Suggested by the figures, by expected worth over effort",
        null,
        List.of(
            column("rank", "what makes the figures trustworthy first, then by worth over effort"),
            DataTable.Column.text("change"),
            DataTable.Column.text("expected unlock"),
            DataTable.Column.text("gate that proves or refutes it"),
            DataTable.Column.text("evidence"),
            column("worth", "expected relative gain at the place where it is largest"),
            column("effort", "1 is a flag or a further run, 5 a new kernel"),
            DataTable.Column.text("state")),
        rows,
        List.of("The rules and their thresholds stand in docs/levers.md."));
  }

  private static DataTable recorded(List<Lever> levers) {
    List<List<Entry>> rows = new ArrayList<>();
    for (Lever lever : levers) {
      String why = lever.why();
      rows.add(
          List.of(
              words(lever.change()),
              words(lever.unlock()),
              words(lever.gate()),
              Entry.of(lever.state().label()),
              why == null ? Entry.absent("still open") : words(why)));
    }
    return DataTable.of(
        "Recorded by the campaign",
        List.of(
            DataTable.Column.text("change"),
            DataTable.Column.text("expected unlock"),
            DataTable.Column.text("gate"),
            DataTable.Column.text("state"),
            DataTable.Column.text("why it won or lost")),
        rows);
  }

  private static String evidence(Lever lever) {
    return lever.evidence().stream()
        .map(at -> at.where() + ": " + at.figure())
        .collect(Collectors.joining("; "));
  }

  private static DataTable.Column column(String heading, String meaning) {
    return new DataTable.Column(heading, null, true, meaning);
  }

  private static Entry figure(@Nullable Double value, String form, @Nullable String absent) {
    return value == null
        ? Entry.absent(absent)
        : new Entry(String.format(Locale.ROOT, form, value), null, value, Tone.PLAIN);
  }

  private static Entry words(String text) {
    return Entry.of(line(text));
  }

  private static String line(String text) {
    return FreeText.line(text, LONGEST);
  }
}
