package io.perftune.search;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.ByteBuffersDirectory;

/// The passages of some files, ranked by BM25; kept in memory.
///
/// The same files and the same query give the same answer in the same order.
public final class TextIndex {
  /// Where fewer passages have all the words, those that have any follow.
  private static final int ENOUGH = 5;

  private static final double ROUND = 1e3;

  private static final Comparator<Ranked> ORDER =
      Comparator.comparingDouble(Ranked::score)
          .reversed()
          .thenComparing(ranked -> ranked.passage().file().name())
          .thenComparingInt(ranked -> ranked.passage().from());

  /// It would tell standard error of a module of the JDK that searching does not need; held,
  /// because a logger that nobody holds forgets its level.
  private static final Logger LUCENE = Logger.getLogger("org.apache.lucene");

  static {
    LUCENE.setLevel(Level.OFF);
    IndexSearcher.setMaxClauseCount(1 << 16);
  }

  private final List<Passage> passages;
  private final IndexSearcher searcher;

  private TextIndex(List<Passage> passages, IndexSearcher searcher) {
    this.passages = List.copyOf(passages);
    this.searcher = requireNonNull(searcher, "searcher is null");
  }

  private record Ranked(Passage passage, double score) {}

  /// Indexes the files.
  ///
  /// @throws InterruptedException the caller cancelled
  public static TextIndex of(List<TextFile> files) throws InterruptedException {
    List<Passage> passages = new ArrayList<>();
    try (IndexWriter writer = writer()) {
      for (TextFile file : files) {
        if (Thread.interrupted()) {
          throw new InterruptedException("cancelled");
        }
        for (Passage passage : Passages.of(file)) {
          passages.add(passage);
          writer.addDocument(Fields.document(passage));
        }
      }
      writer.forceMerge(1); // so that a document's number is its passage's
      return new TextIndex(passages, searcher(writer));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static IndexWriter writer() throws IOException {
    IndexWriterConfig config =
        new IndexWriterConfig(Fields.ANALYZER)
            .setSimilarity(new BM25Similarity())
            .setMergeScheduler(new SerialMergeScheduler())
            .setRAMBufferSizeMB(256)
            .setCommitOnClose(false);
    return new IndexWriter(new ByteBuffersDirectory(), config);
  }

  private static IndexSearcher searcher(IndexWriter writer) throws IOException {
    IndexSearcher searcher = new IndexSearcher(DirectoryReader.open(writer));
    searcher.setSimilarity(new BM25Similarity());
    return searcher;
  }

  /// Answers a query; no text is a wrong one.
  ///
  /// @param offset how many of the best hits to pass over
  /// @param limit of hits in the answer
  public Answer find(String query, int offset, int limit) {
    Asked asked = Asked.of(query);
    if (asked.empty()) {
      return new Answer(List.of(), 0, true, true);
    }
    List<Ranked> ranked = ranked(asked.all());
    boolean allWords = true;
    if (ranked.size() < ENOUGH && !asked.excludes()) {
      List<Ranked> any = ranked(asked.any());
      allWords = any.size() == ranked.size();
      ranked = any;
    }
    List<Hit> hits =
        ranked.stream().skip(offset).limit(limit).map(each -> hit(each, asked)).toList();
    return new Answer(hits, ranked.size(), allWords, false);
  }

  private List<Ranked> ranked(Query query) {
    try {
      List<Ranked> ranked = new ArrayList<>();
      for (ScoreDoc found : searcher.search(query, Math.max(1, passages.size())).scoreDocs) {
        ranked.add(new Ranked(passages.get(found.doc), Math.round(found.score * ROUND) / ROUND));
      }
      ranked.sort(ORDER);
      return ranked;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Hit hit(Ranked ranked, Asked asked) {
    Passage passage = ranked.passage();
    Snippet snippet = Snippet.of(passage, asked);
    return new Hit(
        passage.file(), snippet.line(), passage.heading(), ranked.score(), snippet.text());
  }
}
