package io.perftune.simulator.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.tokens.O200k;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
  private static final O200k TOKENS = new O200k();

  @Test
  void everyPieceIsOneToken() {
    Set<String> seen = new HashSet<>();
    for (int index = 0; seen.size() < Words.different() && index < 100_000; index++) {
      seen.add(Words.piece(1, index));
    }
    assertThat(seen).hasSize(Words.different()).hasSizeGreaterThan(150);
    assertThat(seen).allSatisfy(piece -> assertThat(TOKENS.count(piece)).as(piece).isEqualTo(1));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 7, 64, 1_000, 5_000})
  void joinedPiecesCountAsManyTokensAsPieces(int length) {
    for (long seed = 0; seed < 20; seed++) {
      assertThat(TOKENS.count(Words.text(seed, 0, length))).isEqualTo(length);
      assertThat(TOKENS.count(Words.text(seed, 13, 13 + length))).isEqualTo(length);
    }
  }

  @Test
  void sameSeedSameTextAndAnotherSeedAnotherText() {
    assertThat(Words.text(3, 0, 50)).isEqualTo(Words.text(3, 0, 50));
    assertThat(Words.text(3, 0, 50)).isNotEqualTo(Words.text(4, 0, 50));
  }

  @Test
  void textIsItsPiecesJoined() {
    assertThat(Words.text(5, 0, 3))
        .isEqualTo(Words.piece(5, 0) + Words.piece(5, 1) + Words.piece(5, 2));
  }

  @Test
  void drawsAreEven() {
    double sum = 0;
    for (int index = 0; index < 10_000; index++) {
      double draw = Words.draw(9, index);
      assertThat(draw).isBetween(0.0, 1.0);
      sum += draw;
    }
    assertThat(sum / 10_000).isBetween(0.48, 0.52);
  }
}
