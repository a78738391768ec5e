package io.perftune.search;

import java.util.List;

/// What a query found.
///
/// @param hits by score, the best first; equals by file and line
/// @param count how many there are, those that were not asked for too
/// @param allWords whether every hit has all the words; else some have only some
/// @param askedNothing whether the query holds no word to look for
public record Answer(List<Hit> hits, int count, boolean allWords, boolean askedNothing) {
  public Answer {
    hits = List.copyOf(hits);
  }
}
