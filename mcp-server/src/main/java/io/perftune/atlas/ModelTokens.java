package io.perftune.atlas;

import io.perftune.statistics.Sample;
import io.perftune.value.RequestRecord;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A point in the tokens that its model reads and makes one at a time, which is what HBM is read
/// for: the server's own count where it counts every request, else o200k_base in their place.
///
/// @param counted by the server
/// @param input mean of a prompt
/// @param output mean of an output, hidden reasoning included
/// @param perSecond outputs of all requests over the point's durations
/// @param gapMs median over requests of the mean time between two that were seen; null where no
///   request has two
record ModelTokens(
    boolean counted, double input, double output, double perSecond, @Nullable Double gapMs) {
  /// Of the successful requests; null where nobody counted, or no token came.
  static @Nullable ModelTokens of(Figures figures) {
    ModelTokens served =
        of(true, figures, record -> record.server().input(), record -> record.server().output());
    return served != null
        ? served
        : of(false, figures, record -> record.tokens().input(), record -> record.tokens().output());
  }

  private static @Nullable ModelTokens of(
      boolean counted,
      Figures figures,
      Function<RequestRecord, @Nullable Integer> input,
      Function<RequestRecord, @Nullable Integer> output) {
    List<RequestRecord> ok = figures.ok();
    Double seconds = figures.seconds();
    Double in = figures.counts(input).mean();
    Double out = figures.counts(output).mean();
    boolean all =
        ok.stream().allMatch(record -> input.apply(record) != null && output.apply(record) != null);
    if (!all || seconds == null || in == null || out == null || out == 0) {
      return null;
    }
    return new ModelTokens(counted, in, out, figures.total(output) / seconds, gap(ok, output));
  }

  private static @Nullable Double gap(
      List<RequestRecord> ok, Function<RequestRecord, @Nullable Integer> output) {
    return Sample.of(
            ok.stream().map(record -> gap(record, output)).filter(Objects::nonNull).toList())
        .median();
  }

  /// The same time, first token to last, over as many gaps as there are between the model's own
  /// tokens.
  private static @Nullable Double gap(
      RequestRecord record, Function<RequestRecord, @Nullable Integer> output) {
    Double itl = record.timing().itlMs();
    Integer written = record.tokens().output();
    Integer made = output.apply(record);
    if (itl == null || written == null || made == null) {
      return null;
    }
    int seen = made - hidden(record);
    return seen < 2 ? null : (Double) (itl * (written - 1) / (seen - 1));
  }

  /// Reasoning that the server counts and nobody saw: it was over before the first token came.
  private static int hidden(RequestRecord record) {
    Integer thought = record.tokens().reasoning();
    Integer counted = record.server().reasoning();
    return counted != null && (thought == null || thought == 0) ? counted : 0;
  }
}
