package io.perftune.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.JsonNodeException;
import tools.jackson.databind.node.ObjectNode;

class PreflightTest {
  private static final Preflight SEEN =
      new Preflight(
          true,
          "2026-01-15T09:30:00Z",
          "http://127.0.0.1:8000/v1/chat/completions",
          "served",
          new Preflight.Seen("max_tokens", Preflight.AtLeast.NOT_ASKED, "none_seen", 7, true),
          new Preflight.Cost(4, 40, 1_040),
          List.of(
              new Preflight.Finding(
                  "usage", "absent", "No counts.", "Ask for them.", Preflight.Effect.LABEL),
              new Preflight.Finding("access", "granted", "It.", null, Preflight.Effect.NONE),
              new Preflight.Finding(
                  "at_least_n", "rejected", "No.", "Cap.", Preflight.Effect.REFUSE)));

  @Test
  void isReadAsItWasWritten() {
    assertThat(Preflight.of(Json.MAPPER.readTree(Json.pretty(SEEN.json())))).isEqualTo(SEEN);
  }

  @Test
  void aFileThatLacksSomethingIsNotRead() {
    ObjectNode half = SEEN.json();
    half.remove("cost");

    assertThatThrownBy(() -> Preflight.of(half))
        .isInstanceOf(JacksonException.class)
        .isInstanceOf(JsonNodeException.class);
  }

  @Test
  void whatRefusesAndWhatLabelsIsToldApart() {
    assertThat(SEEN.refusals("c").stream().map(Problem::code))
        .containsExactly("preflight-at-least-n");
    assertThat(SEEN.labels("c").stream().map(Problem::code)).containsExactly("preflight-usage");
  }
}
