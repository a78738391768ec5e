package io.perftune.simulator.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.simulator.answer.Delta.Run;
import io.perftune.simulator.answer.Delta.Tag;
import io.perftune.simulator.behaviour.Behaviour;
import io.perftune.simulator.behaviour.Decode;
import io.perftune.simulator.behaviour.Framing;
import io.perftune.simulator.behaviour.Prefill;
import io.perftune.simulator.behaviour.Reasoning;
import io.perftune.simulator.behaviour.Reasoning.Boundary;
import io.perftune.simulator.behaviour.Reasoning.Field;
import io.perftune.simulator.behaviour.Speed;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptTest {
  private static final Behaviour THINKER =
      Behaviour.PLAIN.with(Reasoning.of(Field.REASONING_CONTENT, 3));

  private static Script script(Behaviour behaviour, int reasoning, int answer) {
    return Script.of(behaviour, new Lengths(reasoning, answer, "length"), 42);
  }

  @Test
  void oneTokenADeltaAndAStepADelta() {
    Script script = script(THINKER, 2, 2);
    assertThat(script.deltas()).extracting(Delta::step).containsExactly(0, 1, 2, 3);
    assertThat(script.deltas()).extracting(Delta::tokens).containsExactly(1, 1, 1, 1);
    assertThat(script.deltas())
        .extracting(delta -> delta.reasoning().length())
        .containsExactly(1, 1, 0, 0);
  }

  @Test
  void groupThatStraddlesTheBoundaryIsTwoDeltasOfOneStep() {
    Script script = script(THINKER.with(Framing.DEFAULT.withTokensPerDelta(4)), 3, 3);
    assertThat(script.deltas()).extracting(Delta::tokens).containsExactly(3, 1, 2);
    assertThat(script.deltas()).extracting(Delta::step).containsExactly(3, 3, 5);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void mixedBoundaryHasBothInOneDelta(int perDelta) {
    Behaviour mixed =
        THINKER
            .with(THINKER.reasoning().with(Boundary.MIXED))
            .with(Framing.DEFAULT.withTokensPerDelta(perDelta));
    assertThat(script(mixed, 3, 5).deltas())
        .filteredOn(delta -> delta.reasoning().length() > 0 && delta.answer().length() > 0)
        .hasSize(1);
    assertThat(total(script(mixed, 3, 5))).isEqualTo(8);
  }

  @ParameterizedTest
  @EnumSource(Field.class)
  void everyTokenIsInExactlyOneDeltaButHiddenOnes(Field field) {
    Behaviour behaviour = Behaviour.PLAIN.with(Reasoning.of(field, 5));
    int thoughts = field == Field.NONE ? 0 : 5;
    Script script = script(behaviour, thoughts, 7);
    assertThat(total(script)).isEqualTo(field == Field.HIDDEN ? 7 : thoughts + 7);
    assertThat(script.steps()).isEqualTo(thoughts + 7);
  }

  @Test
  void inlineThoughtsStandBetweenMarks() {
    List<Tag> tags = tags(script(Behaviour.PLAIN.with(Reasoning.of(Field.INLINE, 1)), 1, 1));
    assertThat(tags).containsExactly(Tag.OPEN_THINK, Tag.NONE, Tag.CLOSE_THINK, Tag.NONE);
  }

  @Test
  void inlineThoughtsThatEatEverythingAreNotClosed() {
    List<Tag> tags = tags(script(Behaviour.PLAIN.with(Reasoning.of(Field.INLINE, 1)), 2, 0));
    assertThat(tags).containsExactly(Tag.OPEN_THINK, Tag.NONE, Tag.NONE);
  }

  @Test
  void closedInlineThoughtsHaveNoOpeningMark() {
    List<Tag> tags = tags(script(Behaviour.PLAIN.with(Reasoning.of(Field.INLINE_CLOSED, 1)), 1, 1));
    assertThat(tags).containsExactly(Tag.NONE, Tag.CLOSE_THINK, Tag.NONE);
  }

  @Test
  void emptyDeltaStandsAtTheBoundary() {
    Reasoning empty = THINKER.reasoning().with(Boundary.EMPTY_DELTA);
    assertThat(tags(script(THINKER.with(empty), 1, 1)))
        .containsExactly(Tag.NONE, Tag.EMPTY_DELTA, Tag.NONE);
  }

  @Test
  void emptyReplyHasNoDelta() {
    assertThat(script(Behaviour.PLAIN, 0, 0).deltas()).isEmpty();
  }

  @Test
  void acceptedDraftsShareAStepAndAreCounted() {
    Behaviour speculative =
        Behaviour.PLAIN.with(new Speed(Prefill.DEFAULT, new Decode(10, 0, 0, 3, 0.7)));
    Script script = script(speculative, 0, 2_000);
    assertThat(total(script)).isEqualTo(2_000);
    assertThat(script.deltas()).allSatisfy(delta -> assertThat(delta.tokens()).isBetween(1, 4));
    assertThat(script.steps()).isEqualTo(script.deltas().size());
    Drafts drafts = script.drafts();
    assertThat(drafts.drafts()).isEqualTo(script.steps());
    assertThat(drafts.draftTokens()).isEqualTo(3 * script.steps());
    assertThat(drafts.acceptedByPosition()).hasSize(3);
    assertThat(drafts.drafts() + drafts.accepted()).isBetween(2_000, 2_003);
    assertThat(drafts.acceptedByPosition().getFirst() / (double) drafts.drafts())
        .isBetween(0.65, 0.75);
  }

  @Test
  void tokensComeInOrder() {
    Script script = script(THINKER.with(Framing.DEFAULT.withTokensPerDelta(2)), 3, 4);
    assertThat(script.deltas().stream().map(Delta::answer).filter(run -> run.length() > 0))
        .containsExactly(new Run(0, 1), new Run(1, 2), new Run(3, 1));
  }

  private static int total(Script script) {
    return script.deltas().stream().mapToInt(Delta::tokens).sum();
  }

  private static List<Tag> tags(Script script) {
    return script.deltas().stream().map(Delta::tag).toList();
  }
}
