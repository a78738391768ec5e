package io.perftune.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perftune.value.ProblemException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderValuesTest {
  private static final Map<String, String> HEADERS = Map.of("X-Tenant", "a ${TENANT}");

  /// The client sends it so, and that is what a server would repeat.
  @Test
  void theBlanksAroundAVariableAreNoPartOfIt() {
    assertThat(HeaderValues.variables(HEADERS, Map.of("TENANT", " tenant-0815\n")))
        .hasEntrySatisfying(
            "TENANT", secret -> assertThat(secret.reveal()).isEqualTo("tenant-0815"));
  }

  /// Whatever sends it would refuse it, and might repeat it in saying so.
  @ParameterizedTest
  @ValueSource(strings = {"tenant\n0815", "tenant\u00000815", "tenant\u007f", "tenant\u4e2d"})
  void aValueThatNoHeaderCanHoldIsRefusedAndNotRepeated(String value) {
    assertThatThrownBy(() -> HeaderValues.variables(HEADERS, Map.of("TENANT", value)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("TENANT")
        .hasMessageNotContaining("tenant");
  }

  @Test
  void aVariableOfBlanksIsNotSet() {
    assertThatThrownBy(() -> HeaderValues.variables(HEADERS, Map.of("TENANT", " ")))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("TENANT, which is not set");
  }
}
