package io.perftune.engine.metrics;

import io.perftune.wire.PrometheusSample;
import io.perftune.wire.PrometheusText;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Which samples of a page belong to the model that was measured: a page may be of several.
///
/// @param model as the page names it; null where its samples name none
record ModelSamples(@Nullable String model) {
  private static final String LABEL = "model_name";

  /// The served model on the page after it was measured; where none has its name and there is only
  /// one, that is it by another name.
  ///
  /// @throws IllegalArgumentException where the page is of several models and of none by this name
  static ModelSamples on(PrometheusText page, String served) {
    List<String> models =
        page.samples().stream()
            .map(sample -> sample.labels().get(LABEL))
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    if (models.contains(served) || models.isEmpty()) {
      return new ModelSamples(models.isEmpty() ? null : served);
    }
    if (models.size() > 1) {
      throw new IllegalArgumentException(
          "the metrics page is of %d models, and none is called %s"
              .formatted(models.size(), served));
    }
    return new ModelSamples(models.getFirst());
  }

  /// The page without what is of other models; samples that name no model stay.
  PrometheusText of(PrometheusText page) {
    return new PrometheusText(
        page.samples().stream().filter(this::mayBe).toList(), page.types(), page.helps());
  }

  private boolean mayBe(PrometheusSample sample) {
    String name = sample.labels().get(LABEL);
    return name == null || model == null || name.equals(model);
  }
}
