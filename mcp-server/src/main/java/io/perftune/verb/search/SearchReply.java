package io.perftune.verb.search;

import io.perftune.search.Answer;
import io.perftune.search.FolderScan;
import io.perftune.search.Hit;
import io.perftune.value.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The answer to a search, for a machine and for a reader, cut to what a reply may hold.
///
/// @param folders that were searched, by name
/// @param missing those that are not there
record SearchReply(
    Ask ask, Answer answer, FolderScan.Found found, List<String> folders, List<String> missing) {
  /// Of tokens, both forms and what stands around them.
  private static final int MOST = 3_900;

  private static final int AROUND = 450;

  /// Per mille of what is left, where the json stands beside the text for a reader, and where the
  /// reader gets the same json once more with its quotes escaped.
  private static final int BESIDE_TEXT = 620;

  private static final int TWICE = 380;
  private static final int QUERY_SHOWN = 80;
  private static final int LEAST_SHOWN = 60;

  SearchReply {
    folders = List.copyOf(folders);
    missing = List.copyOf(missing);
  }

  /// A call.
  ///
  /// @param jsonOnly whether the json stands in the reply twice
  record Ask(String query, int limit, int offset, boolean jsonOnly) {}

  /// For a machine.
  ObjectNode json() {
    ObjectNode json =
        Json.object()
            .put("query", ask.query())
            .put("limit", ask.limit())
            .put("offset", ask.offset())
            .put("match", answer.allWords() ? "all_words" : "any_word")
            .put("hit_count", answer.count());
    ArrayNode hits = json.putArray("hits");
    int left = left() * (ask.jsonOnly() ? TWICE : BESIDE_TEXT) / 1000;
    for (Hit hit : answer.hits()) {
      ObjectNode one = one(hit, hit.snippet());
      int cost = RoughTokens.of(Json.line(one));
      if (cost > left && hits.isEmpty()) {
        one = one(hit, shortened(hit));
        cost = 0;
      }
      if (cost > left) {
        break;
      }
      left -= cost;
      hits.add(one);
    }
    int next = ask.offset() + hits.size();
    boolean more = next < answer.count();
    json.put("truncated", hits.size() < answer.hits().size());
    json.put("left_out", Math.max(0, answer.count() - next));
    if (more) {
      json.put("next_offset", next);
    }
    json.set("searched_folders", Json.strings(folders));
    json.set("missing_folders", Json.strings(missing));
    json.put("searched_files", found.files().size());
    ObjectNode skipped = json.putObject("skipped");
    new TreeMap<>(found.skipped()).forEach((why, count) -> skipped.put(why.label(), count));
    return json;
  }

  private int left() {
    return MOST - AROUND - 2 * RoughTokens.of(ask.query());
  }

  /// The beginning of its line: one hit is always shown, so that a reader can go on from it.
  private static String shortened(Hit hit) {
    String line = hit.line() + ": " + own(hit);
    return line.codePointCount(0, line.length()) <= LEAST_SHOWN
        ? line
        : line.substring(0, line.offsetByCodePoints(0, LEAST_SHOWN)) + "...";
  }

  private static ObjectNode one(Hit hit, String snippet) {
    return Json.object()
        .put("file", hit.file().name())
        .put("path", hit.file().path().toString())
        .put("line", hit.line())
        .put("heading", hit.heading())
        .put("score", hit.score())
        .put("snippet", snippet);
  }

  /// For a reader: each hit's place, heading and line.
  ///
  /// @param json what the machine gets, so that both name the same hits where they fit
  String digest(ObjectNode json) {
    List<String> lines = new ArrayList<>();
    lines.add(headline());
    int left = left() * (1000 - BESIDE_TEXT) / 1000;
    int shown = 0;
    for (Hit hit : answer.hits().subList(0, json.required("hits").size())) {
      String entry = entry(hit);
      left -= RoughTokens.of(entry) + entry.lines().mapToInt(_ -> 1).sum();
      if (left < 0) {
        break;
      }
      lines.add(entry);
      shown++;
    }
    int more = answer.count() - ask.offset() - shown;
    if (more > 0) {
      lines.add(
          "%d more: ask again with offset %d, or with more words."
              .formatted(more, ask.offset() + shown));
    }
    lines.add(searched());
    return String.join("\n", lines);
  }

  private String headline() {
    String query = ask.query().strip().replaceAll("\\s+", " ");
    String cut =
        query.codePointCount(0, query.length()) <= QUERY_SHOWN
            ? query
            : query.substring(0, query.offsetByCodePoints(0, QUERY_SHOWN)) + "...";
    String which = answer.allWords() ? "" : ", those with all the words first";
    return "%d %s for %s%s"
        .formatted(answer.count(), answer.count() == 1 ? "passage" : "passages", cut, which);
  }

  private static String entry(Hit hit) {
    String heading = hit.heading() == null ? "" : "  " + hit.heading();
    return hit.file().name() + ":" + hit.line() + heading + "\n  " + own(hit);
  }

  /// The hit's line without its number.
  private static String own(Hit hit) {
    String number = hit.line() + ": ";
    return hit.snippet()
        .lines()
        .filter(line -> line.startsWith(number))
        .map(line -> line.substring(number.length()))
        .findFirst()
        .orElse("");
  }

  private String searched() {
    List<String> parts = new ArrayList<>();
    new TreeMap<>(found.skipped()).forEach((why, count) -> parts.add(count + " " + why.words()));
    return "Searched %d files in %s%s."
        .formatted(
            found.files().size(),
            folders.isEmpty() ? "no folder" : String.join(", ", folders),
            parts.isEmpty() ? "" : "; skipped " + String.join(", ", parts));
  }
}
