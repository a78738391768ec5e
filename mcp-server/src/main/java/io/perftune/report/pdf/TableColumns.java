package io.perftune.report.pdf;

import io.perftune.report.page.DataTable;
import io.perftune.report.page.Entry;
import java.util.ArrayList;
import java.util.List;

/// How wide a table's columns are on paper, and which of them stand beside each other.
final class TableColumns {
  /// Of texts, in points.
  static final float SIZE = 7;

  /// Of second texts.
  static final float SMALL = 5.8f;

  /// Between a cell's edge and its text.
  static final float PAD = 3;

  /// A word that is longer is broken.
  private static final float WORD = 84;

  /// A text that is wider is wrapped.
  private static final float TEXT = 300;

  private TableColumns() {}

  /// Groups of columns, each group no wider than a sheet; every one begins with the first column.
  static List<List<Width>> of(Sheets sheets, DataTable table) {
    List<Wish> wishes = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      wishes.add(wish(sheets, table, i));
    }
    List<List<Width>> groups = new ArrayList<>();
    for (List<Wish> group : groups(wishes)) {
      groups.add(shared(group));
    }
    return groups;
  }

  private static List<List<Wish>> groups(List<Wish> wishes) {
    List<List<Wish>> groups = new ArrayList<>();
    List<Wish> group = new ArrayList<>();
    float used = 0;
    for (Wish wish : wishes) {
      if (used + wish.least() > Sheets.WIDTH && group.size() > 1) {
        groups.add(group);
        group = new ArrayList<>(List.of(wishes.getFirst()));
        used = wishes.getFirst().least();
      }
      group.add(wish);
      used += wish.least();
    }
    groups.add(group);
    return groups;
  }

  /// Gives each column what it must have, and shares what is left by what they would like.
  private static List<Width> shared(List<Wish> group) {
    double least = group.stream().mapToDouble(Wish::least).sum();
    double liked = group.stream().mapToDouble(Wish::liked).sum();
    double share =
        liked <= Sheets.WIDTH || liked <= least ? 1 : (Sheets.WIDTH - least) / (liked - least);
    return group.stream()
        .map(wish ->
            new Width(
                wish.index(),
                (float) (wish.least() + (wish.liked() - wish.least()) * Math.max(share, 0))))
        .toList();
  }

  private static Wish wish(Sheets sheets, DataTable table, int index) {
    DataTable.Column column = table.columns().get(index);
    String unit = column.unit();
    float least = Math.max(word(sheets.bold(), column.heading(), SIZE), 16);
    float liked = Math.min(sheets.bold().width(sheets.bold().shown(column.heading()), SIZE), 90);
    if (unit != null) {
      least = Math.max(least, word(sheets.regular(), unit, SMALL));
    }
    Face face = index == 0 ? sheets.bold() : sheets.regular();
    for (List<Entry> row : table.rows()) {
      Entry entry = row.get(index);
      least = Math.max(least, word(face, entry.text(), SIZE));
      liked = Math.max(liked, Math.min(face.width(face.shown(entry.text()), SIZE), TEXT));
      String detail = entry.detail();
      if (detail != null) {
        least = Math.max(least, word(sheets.regular(), detail, SMALL));
        String shown = sheets.regular().shown(detail);
        liked = Math.max(liked, Math.min(sheets.regular().width(shown, SMALL), 110));
      }
    }
    float edges = 2 * PAD + 0.5f;
    return new Wish(index, least + edges, Math.max(least, liked) + edges);
  }

  private static float word(Face face, String text, float size) {
    float widest = 0;
    for (String word : face.shown(text).split(" ", -1)) {
      widest = Math.max(widest, face.width(word, size));
      if (widest >= WORD) {
        return WORD;
      }
    }
    return widest;
  }

  /// A column by its index in the table, and its width.
  record Width(int index, float points) {}

  private record Wish(int index, float least, float liked) {}
}
