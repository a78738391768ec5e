package io.perftune.search;

import static java.util.Objects.requireNonNull;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.lucene.index.Term;
import org.apache.lucene.queryparser.simple.SimpleQueryParser;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.automaton.ByteRunAutomaton;

/// What was asked, read leniently: any text is a query.
///
/// Words, phrases in double quotes, `word*` for a beginning, `-word` for what must not be there,
/// `|` between alternatives, parentheses. What makes no sense as a sign counts as nothing.
///
/// @param all finds what has all the words
/// @param any finds what has any of them, and puts first what has all
/// @param words those that are asked for, as the index has them
/// @param beginnings of words that are asked for
/// @param excludes whether something must not be there
record Asked(Query all, Query any, Set<String> words, Set<String> beginnings, boolean excludes) {
  private static final int SIGNS =
      SimpleQueryParser.AND_OPERATOR
          | SimpleQueryParser.NOT_OPERATOR
          | SimpleQueryParser.OR_OPERATOR
          | SimpleQueryParser.PREFIX_OPERATOR
          | SimpleQueryParser.PHRASE_OPERATOR
          | SimpleQueryParser.PRECEDENCE_OPERATORS
          | SimpleQueryParser.WHITESPACE_OPERATOR;

  private static final float ALL_FIRST = 10f;

  Asked {
    requireNonNull(all, "all is null");
    requireNonNull(any, "any is null");
    words = Set.copyOf(words);
    beginnings = Set.copyOf(beginnings);
  }

  /// Reads a query.
  static Asked of(String query) {
    Query all = new Parser(Occur.MUST).parse(query);
    Query any =
        new BooleanQuery.Builder()
            .add(new Parser(Occur.SHOULD).parse(query), Occur.MUST)
            .add(new BoostQuery(all, ALL_FIRST), Occur.SHOULD)
            .build();
    Collector collector = new Collector();
    all.visit(collector);
    return new Asked(all, any, collector.words, collector.beginnings, collector.excludes);
  }

  /// Whether it asks for nothing: no words, or only such as are everywhere.
  boolean empty() {
    return words.isEmpty() && beginnings.isEmpty();
  }

  /// How many of the asked words are among these.
  long among(Set<String> found) {
    return words.stream().filter(found::contains).count()
        + beginnings.stream()
            .filter(each -> found.stream().anyMatch(word -> word.startsWith(each)))
            .count();
  }

  /// Looks beginnings up where words stand as they are written, not by their stems.
  private static final class Parser extends SimpleQueryParser {
    Parser(Occur between) {
      super(Fields.ANALYZER, Fields.WEIGHTS, SIGNS);
      setDefaultOperator(between);
    }

    @Override
    protected Query newPrefixQuery(String text) {
      List<String> pieces = Fields.pieces(text);
      if (pieces.isEmpty()) {
        return new MatchNoDocsQuery("nothing begins so");
      }
      BooleanQuery.Builder query = new BooleanQuery.Builder();
      for (String piece : pieces.subList(0, pieces.size() - 1)) {
        query.add(new TermQuery(written(piece)), Occur.MUST);
      }
      return query.add(new PrefixQuery(written(pieces.getLast())), Occur.MUST).build();
    }

    private Term written(String piece) {
      return new Term(Fields.WHOLE, getAnalyzer().normalize(Fields.WHOLE, piece));
    }
  }

  private static final class Collector extends QueryVisitor {
    private final Set<String> words = new HashSet<>();
    private final Set<String> beginnings = new HashSet<>();
    private boolean excludes;

    @Override
    public void consumeTerms(Query query, Term... terms) {
      for (Term term : terms) {
        words.add(term.text());
      }
    }

    @Override
    public void visitLeaf(Query query) {
      if (query instanceof PrefixQuery prefix) {
        beginnings.add(prefix.getPrefix().text());
      }
    }

    @Override
    public void consumeTermsMatching(
        Query query, String field, Supplier<ByteRunAutomaton> automaton) {
      visitLeaf(query);
    }

    @Override
    public QueryVisitor getSubVisitor(Occur occur, Query parent) {
      if (occur == Occur.MUST_NOT) {
        excludes = true;
        return EMPTY_VISITOR;
      }
      return this;
    }
  }
}
