package io.perftune.verb.search;

import io.perftune.search.Answer;
import io.perftune.search.Folder;
import io.perftune.search.FolderScan;
import io.perftune.search.LastIndex;
import io.perftune.search.TextIndex;
import io.perftune.value.Problem;
import io.perftune.verb.Context;
import io.perftune.verb.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Searches over some folders: reads, indexes, answers.
final class Search {
  private final LastIndex indexes = new LastIndex();

  /// Answers a call. A folder that is not there is a problem beside the answer, and so is a query
  /// without a word.
  Outcome run(List<Folder> folders, ObjectNode input, Context context) throws InterruptedException {
    List<String> missing = new ArrayList<>();
    List<String> there = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (Folder folder : folders) {
      if (Files.isDirectory(folder.path())) {
        there.add(folder.name());
      } else {
        missing.add(folder.name());
        problems.add(absent(folder));
      }
    }
    context.progress().report(0, 3, "reading " + String.join(", ", there));
    FolderScan.Found found = FolderScan.read(folders);
    context.progress().report(1, 3, "indexing %d files".formatted(found.files().size()));
    TextIndex index = indexes.of(found);
    context.progress().report(2, 3, "searching");
    SearchReply.Ask ask =
        new SearchReply.Ask(
            input.required("query").asString(),
            input.required("limit").intValue(),
            input.required("offset").intValue(),
            input.path("json").asBoolean(false));
    Answer answer = index.find(ask.query(), ask.offset(), ask.limit());
    if (answer.askedNothing()) {
      problems.add(noWord());
    }
    SearchReply reply = new SearchReply(ask, answer, found, there, missing);
    ObjectNode json = reply.json();
    return new Outcome.Done(json, reply.digest(json), problems);
  }

  /// A folder whose files are named by their path below the root, where it lies there.
  static String name(Path root, Path folder) {
    Path below = folder.toAbsolutePath().normalize();
    Path from = root.toAbsolutePath().normalize();
    boolean inside = below.startsWith(from) && !below.equals(from);
    return (inside ? from.relativize(below) : below).toString().replace('\\', '/');
  }

  private static Problem absent(Folder folder) {
    return new Problem(
        "no-folder",
        "There is no folder %s.".formatted(folder.path()),
        folder.name(),
        "Nothing was searched there; make it, or set PROFILE_AND_OPTIMIZE_REPO_ROOT to the"
            + " directory that has it.");
  }

  private static Problem noWord() {
    return new Problem(
        "no-words",
        "The query holds no word to look for.",
        "--query",
        "Ask for at least one word that is not as common as \"the\".");
  }
}
