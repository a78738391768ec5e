package io.perftune.report.content;

import io.perftune.value.AaShape;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What the name of an AA shape says already.
final class Shapes {
  private static final Set<String> SIZES = Set.of("target_input_tokens", "min_answer_tokens");

  private Shapes() {}

  /// `aa-1k asks 1,000 tokens in and at least 1,000 of answer; ...` for the shapes of the points.
  static String sizes(List<Point> points) {
    Set<String> labels = new LinkedHashSet<>();
    points.forEach(point -> labels.add(String.valueOf(point.describes("aa_shape"))));
    return labels.stream()
        .flatMap(label -> AaShape.labelled(label).stream())
        .map(shape ->
            "%s asks %s tokens in and at least %s of answer"
                .formatted(
                    shape.label(),
                    Figures.count(shape.inputTokens()),
                    Figures.count(shape.answerTokens())))
        .collect(Collectors.joining("; "));
  }

  /// Whether the column holds what the shape says, at every point, so that it need not be said
  /// again.
  static boolean implies(String column, List<Point> points) {
    return SIZES.contains(column) && points.stream().allMatch(point -> implied(column, point));
  }

  private static boolean implied(String column, Point point) {
    String shape = point.describes("aa_shape");
    if (point.row() == null || shape == null) {
      return point.row() == null;
    }
    Long value = point.row().integer(column);
    return value != null
        && AaShape.labelled(shape)
            .map(of -> column.equals("min_answer_tokens") ? of.answerTokens() : of.inputTokens())
            .filter(size -> size.longValue() == value)
            .isPresent();
  }
}
