package io.perftune.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every construct of the Prometheus text format.
class PrometheusTextTest {
  @Test
  void readsNamesLabelsValuesAndTimestamps() {
    PrometheusText page =
        PrometheusText.parse(
            """
            # HELP a:b_total How many,\\nback \\\\ slash.
            # TYPE a:b_total counter
            # just a remark
            a:b_total{x="1", y = "q\\"uo\\\\te\\n,}" ,} 3.5e2 1395066363000

            plain 7
            \tpadded \t 8
            empty{} 9\r
            """);

    assertThat(page.types()).isEqualTo(Map.of("a:b_total", "counter"));
    assertThat(page.helps()).isEqualTo(Map.of("a:b_total", "How many,\nback \\ slash."));
    assertThat(page.samples())
        .containsExactly(
            new PrometheusSample(
                "a:b_total", Map.of("x", "1", "y", "q\"uo\\te\n,}"), 350, 1395066363000.0),
            new PrometheusSample("plain", Map.of(), 7, null),
            new PrometheusSample("padded", Map.of(), 8, null),
            new PrometheusSample("empty", Map.of(), 9, null));
  }

  @Test
  void readsNumbersThatAreNone() {
    PrometheusText page = PrometheusText.parse("a +Inf\na -Inf\na NaN\n");

    assertThat(page.of("a"))
        .extracting(PrometheusSample::value)
        .containsExactly(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN);
  }

  @Test
  void readsQuotedNamesAndPassesOverExemplars() {
    PrometheusText page =
        PrometheusText.parse(
            "{\"my.name\", \"a b\"=\"c\"} 1\nx{le=\"#1\"} 2 # {id=\"z\"} 3\n# EOF");

    assertThat(page.samples())
        .containsExactly(
            new PrometheusSample("my.name", Map.of("a b", "c"), 1, null),
            new PrometheusSample("x", Map.of("le", "#1"), 2, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a b",
        "a{x=1} 2",
        "a{x=\"1} 2",
        "a{x=\"1\" y=\"2\"} 2",
        "a{x=\"1\",x=\"2\"} 2",
        "a{x=\"1\"}",
        "{x=\"1\"} 2",
        "a 1 2 3",
        "<html>"
      })
  void refusesWhatIsNoSample(String line) {
    assertThatThrownBy(() -> PrometheusText.parse("ok 1\n" + line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("line 2 is not a sample");
  }
}
