package io.perftune.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.perftune.config.Tables;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

class TypedRowsTest {
  private final TypedRows rows = new TypedRows(Tables.table(Tables.ATLAS));

  static Stream<Arguments> broken() {
    return Stream.of(
        broken("atlas_v1 has no column ttft.", row -> row.put("ttft", 1)),
        broken("atlas_v1 needs model.", row -> row.remove("model")),
        broken("atlas_v1 does not allow null in model.", row -> row.putNull("model")),
        broken("atlas_v1 holds text in model, not 7.", row -> row.put("model", 7)),
        broken(
            "atlas_v1 holds a finite number in ttft_p50_ms, not \"1\".",
            row -> row.put("ttft_p50_ms", "1")),
        broken(
            "atlas_v1 holds a finite number in ttft_p50_ms, not \"NaN\".",
            row -> row.put("ttft_p50_ms", Double.NaN)),
        broken(
            "atlas_v1 holds a finite number in ttft_p50_ms, not \"Infinity\".",
            row -> row.put("ttft_p50_ms", Double.POSITIVE_INFINITY)),
        broken("atlas_v1 holds a whole number of 64 bits in n, not 1.5.", row -> row.put("n", 1.5)),
        broken(
            "atlas_v1 holds a whole number of 64 bits in n, not 9223372036854775808.",
            row -> row.put("n", new java.math.BigInteger("9223372036854775808"))),
        broken("atlas_v1 holds true or false in mtp, not \"no\".", row -> row.put("mtp", "no")),
        broken(
            "atlas_v1 holds a UTC instant in captured_at, not \"yesterday\".",
            row -> row.put("captured_at", "yesterday")),
        broken("atlas_v1 holds an object in extra, not \"{}\".", row -> row.put("extra", "{}")));
  }

  private static Arguments broken(String message, Consumer<ObjectNode> change) {
    return Arguments.of(message, change);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("broken")
  void refusesRowThatBreaksItsSchema(String message, Consumer<ObjectNode> change) {
    ObjectNode row = LakeSample.atlas().getFirst();
    change.accept(row);

    ProblemException refusal =
        catchThrowableOfType(ProblemException.class, () -> rows.values(row, "atlas.jsonl:1"));

    assertThat(refusal.problems()).extracting(Problem::message).containsExactly(message);
    assertThat(refusal.problems()).extracting(Problem::where).containsExactly("atlas.jsonl:1");
  }

  @Test
  void namesEverythingThatIsWrong() {
    ProblemException refusal =
        catchThrowableOfType(
            ProblemException.class, () -> rows.values(Json.object().put("x", 1), "row"));

    assertThat(refusal.problems()).hasSize(1 + Tables.table(Tables.ATLAS).columns().size());
  }

  @Test
  void wholeNumbersCountAsNumbers() {
    ObjectNode row = LakeSample.atlas().getFirst().put("ttft_p50_ms", 90);

    assertThat(rows.values(row, "row")).contains(90.0);
  }
}
