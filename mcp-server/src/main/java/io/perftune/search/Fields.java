package io.perftune.search;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.AnalyzerWrapper;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.charfilter.MappingCharFilter;
import org.apache.lucene.analysis.charfilter.NormalizeCharMap;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.miscellaneous.PerFieldAnalyzerWrapper;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;

/// The fields under which a passage is indexed, and how their words are made.
final class Fields {
  /// The lines as they are, in English: `runs` and `running` are one word.
  static final String TEXT = "text";

  /// The same with names taken apart, so that `min tokens` finds `min_tokens`.
  static final String PARTS = "parts";

  /// The headings and the file's name.
  static final String HEADING = "heading";

  /// Every word and every piece of a name as it is written, for beginnings of words.
  static final String WHOLE = "whole";

  /// What a word counts, by where it stands.
  static final Map<String, Float> WEIGHTS = Map.of(TEXT, 1f, PARTS, 0.5f, HEADING, 2f);

  static final Analyzer ANALYZER = analyzer();

  private static final NormalizeCharMap JOINTS = joints();
  private static final Pattern JOINT = Pattern.compile("[_.:/=-]+");

  private Fields() {}

  private static Analyzer analyzer() {
    Analyzer english = new EnglishAnalyzer();
    Analyzer apart = new Apart(english);
    return new PerFieldAnalyzerWrapper(
        english, Map.of(PARTS, apart, HEADING, apart, WHOLE, new Apart(new StandardAnalyzer())));
  }

  /// Takes names apart before their words are made.
  private static final class Apart extends AnalyzerWrapper {
    private final Analyzer words;

    Apart(Analyzer words) {
      super(PER_FIELD_REUSE_STRATEGY);
      this.words = words;
    }

    @Override
    protected Analyzer getWrappedAnalyzer(String field) {
      return words;
    }

    @Override
    protected Reader wrapReader(String field, Reader reader) {
      return new MappingCharFilter(JOINTS, reader);
    }
  }

  private static NormalizeCharMap joints() {
    NormalizeCharMap.Builder map = new NormalizeCharMap.Builder();
    for (String joint : List.of("_", ".", ":", "/", "=", "-")) {
      map.add(joint, " ");
    }
    return map.build();
  }

  /// The pieces of a name.
  static List<String> pieces(String name) {
    return JOINT.splitAsStream(name).filter(piece -> !piece.isEmpty()).toList();
  }

  /// A passage as it is indexed.
  static Document document(Passage passage) {
    String text = passage.text();
    String heading = passage.heading() == null ? "" : passage.heading();
    String named = heading + "\n" + passage.file().name();
    Document document = new Document();
    document.add(new TextField(TEXT, text, Field.Store.NO));
    document.add(new TextField(PARTS, text, Field.Store.NO));
    document.add(new TextField(HEADING, named, Field.Store.NO));
    document.add(new TextField(WHOLE, text + "\n" + named, Field.Store.NO));
    return document;
  }

  /// The words of a line, as the English fields and as the whole field have them.
  static Set<String> words(String line) {
    Set<String> words = new HashSet<>();
    collect(TEXT, line, words);
    collect(PARTS, line, words);
    collect(WHOLE, line, words);
    return words;
  }

  private static void collect(String field, String text, Set<String> words) {
    try (TokenStream stream = ANALYZER.tokenStream(field, text)) {
      CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
      stream.reset();
      while (stream.incrementToken()) {
        words.add(term.toString());
      }
      stream.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
