package io.perftune.value;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a serving engine's own counters say of one trial, between a scrape before it and one after,
/// or of several trials together.
///
/// A window holds whatever the engine served meanwhile: warm-up requests too, and those of others.
///
/// @param counted how far the counters went
/// @param kvCacheTokens how many tokens the KV cache holds; null where the engine does not say
/// @param unmeasured why a figure is null, by its name in JSON
public record EngineMetrics(
    Counted counted, @Nullable Long kvCacheTokens, SortedMap<String, String> unmeasured) {
  /// The member with the shares by position.
  public static final String ACCEPTED_PER_POSITION = "accepted_per_position";

  private static final String COUNTED = "counted";
  private static final String UNMEASURED = "unmeasured";

  /// What is computed of the counters; each is a column of the row.
  public enum Figure {
    /// 1 + accepted / drafts: tokens per step of speculative decoding
    ACCEPTANCE_LENGTH,
    /// Accepted / draft tokens, 0 to 1
    SPEC_ACCEPT_RATE,
    /// Prompt tokens found in the prefix cache / looked up, 0 to 1
    PREFIX_CACHE_HIT_RATE,
    /// How many tokens the KV cache holds
    KV_CACHE_TOKENS;

    /// `acceptance_length`
    public String column() {
      return name().toLowerCase(Locale.ROOT);
    }

    private @Nullable Double of(Counted counted, @Nullable Long kvCacheTokens) {
      return switch (this) {
        case ACCEPTANCE_LENGTH -> {
          Double perDraft = ratio(counted.accepted, counted.drafts);
          yield perDraft == null ? null : (Double) (1 + perDraft);
        }
        case SPEC_ACCEPT_RATE -> ratio(counted.accepted, counted.draftTokens);
        case PREFIX_CACHE_HIT_RATE -> ratio(counted.cacheHits, counted.cacheQueries);
        case KV_CACHE_TOKENS -> kvCacheTokens == null ? null : (Double) kvCacheTokens.doubleValue();
      };
    }
  }

  /// How far counters went; each is null where the engine does not have it.
  ///
  /// @param drafts steps of speculative decoding
  /// @param draftTokens tokens that were proposed in them
  /// @param accepted proposed tokens that were accepted
  /// @param acceptedPerPosition those of each position of a draft, from 0; empty where that is not
  ///   counted
  /// @param cacheQueries prompt tokens that were looked up in the prefix cache
  /// @param cacheHits those that were found there
  public record Counted(
      @Nullable Double drafts,
      @Nullable Double draftTokens,
      @Nullable Double accepted,
      SortedMap<Integer, Double> acceptedPerPosition,
      @Nullable Double cacheQueries,
      @Nullable Double cacheHits) {
    /// No counter at all.
    public static final Counted NOTHING =
        new Counted(null, null, null, new TreeMap<>(), null, null);

    public Counted {
      acceptedPerPosition = Collections.unmodifiableSortedMap(new TreeMap<>(acceptedPerPosition));
    }

    private static Counted sum(Collection<Counted> parts) {
      SortedMap<Integer, Double> positions = new TreeMap<>();
      parts.forEach(part ->
          part.acceptedPerPosition.forEach((at, count) -> positions.merge(at, count, Double::sum)));
      return new Counted(
          sum(parts, Counted::drafts),
          sum(parts, Counted::draftTokens),
          sum(parts, Counted::accepted),
          parts.stream().anyMatch(part -> part.acceptedPerPosition.isEmpty())
              ? new TreeMap<>()
              : positions,
          sum(parts, Counted::cacheQueries),
          sum(parts, Counted::cacheHits));
    }

    /// Null where any part lacks it: a sum over some of the trials would pass for one over all.
    private static @Nullable Double sum(
        Collection<Counted> parts, Function<Counted, @Nullable Double> counter) {
      double sum = 0;
      for (Counted part : parts) {
        Double count = counter.apply(part);
        if (count == null) {
          return null;
        }
        sum += count;
      }
      return sum;
    }

    private ObjectNode json() {
      ObjectNode json =
          Json.object()
              .put("drafts", drafts)
              .put("draft_tokens", draftTokens)
              .put("accepted", accepted)
              .put("cache_queries", cacheQueries)
              .put("cache_hits", cacheHits);
      putPositions(json, acceptedPerPosition);
      return json;
    }

    private static Counted of(JsonNode json) {
      SortedMap<Integer, Double> positions = new TreeMap<>();
      for (Map.Entry<String, JsonNode> position :
          Json.members(json.required(ACCEPTED_PER_POSITION))) {
        positions.put(Integer.valueOf(position.getKey()), position.getValue().doubleValue());
      }
      return new Counted(
          Json.number(json, "drafts"),
          Json.number(json, "draft_tokens"),
          Json.number(json, "accepted"),
          positions,
          Json.number(json, "cache_queries"),
          Json.number(json, "cache_hits"));
    }
  }

  public EngineMetrics {
    requireNonNull(counted, "counted is null");
    unmeasured = Collections.unmodifiableSortedMap(new TreeMap<>(unmeasured));
    for (Figure figure : Figure.values()) {
      boolean absent = figure.of(counted, kvCacheTokens) == null;
      if (absent != unmeasured.containsKey(figure.column())) {
        throw new IllegalArgumentException(
            figure.column() + " is absent without a reason, or has both");
      }
    }
  }

  /// Nothing measured, all for one reason.
  public static EngineMetrics none(String reason) {
    return of(Counted.NOTHING, null, _ -> reason);
  }

  /// With a reason for each figure that these counts do not give.
  ///
  /// @param reason why a figure is null
  public static EngineMetrics of(
      Counted counted, @Nullable Long kvCacheTokens, Function<Figure, String> reason) {
    SortedMap<String, String> unmeasured = new TreeMap<>();
    for (Figure figure : Figure.values()) {
      if (figure.of(counted, kvCacheTokens) == null) {
        unmeasured.put(figure.column(), reason.apply(figure));
      }
    }
    return new EngineMetrics(counted, kvCacheTokens, unmeasured);
  }

  /// The trials together: counts add up, and a figure is of the sums, never a mean of ratios. What
  /// one trial lacks the point lacks.
  ///
  /// @param trials by number; at least one
  public static EngineMetrics union(SortedMap<Integer, EngineMetrics> trials) {
    if (trials.size() == 1) {
      return trials.values().iterator().next();
    }
    List<Long> capacities =
        trials.values().stream()
            .map(EngineMetrics::kvCacheTokens)
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    boolean same =
        capacities.size() == 1
            && trials.values().stream().allMatch(trial -> trial.kvCacheTokens != null);
    return of(
        Counted.sum(trials.values().stream().map(EngineMetrics::counted).toList()),
        same ? capacities.getFirst() : null,
        figure -> reason(figure, trials));
  }

  private static String reason(Figure figure, SortedMap<Integer, EngineMetrics> trials) {
    LinkedHashSet<@Nullable String> different = new LinkedHashSet<>();
    List<String> each = new ArrayList<>();
    trials.forEach((number, trial) -> {
      String why = trial.unmeasured.get(figure.column());
      different.add(why);
      if (why != null) {
        each.add("trial %d: %s".formatted(number, why));
      }
    });
    if (each.isEmpty()) {
      return "the trials differ in it";
    }
    String first = different.getFirst();
    return different.size() == 1 && first != null ? first : String.join("; ", each);
  }

  /// The figure; null where it is not measured.
  public @Nullable Double value(Figure figure) {
    return figure.of(counted, kvCacheTokens);
  }

  /// Why the figure is null; null where it is measured.
  public @Nullable String unmeasured(Figure figure) {
    return unmeasured.get(figure.column());
  }

  /// Accepted / drafts for each position of a draft, from 0; empty where it was not measured.
  public SortedMap<Integer, Double> acceptedPerPosition() {
    SortedMap<Integer, Double> shares = new TreeMap<>();
    counted.acceptedPerPosition.forEach((position, count) -> {
      Double share = ratio(count, counted.drafts);
      if (share != null) {
        shares.put(position, share);
      }
    });
    return shares;
  }

  /// As the journal and spec_window.json carry it.
  public ObjectNode json() {
    ObjectNode json = Json.object();
    for (Figure figure : Figure.values()) {
      json.put(figure.column(), value(figure));
    }
    json.put(Figure.KV_CACHE_TOKENS.column(), kvCacheTokens);
    putPositions(json, acceptedPerPosition());
    json.set(COUNTED, counted.json());
    unmeasured.forEach(json.putObject(UNMEASURED)::put);
    return json;
  }

  /// What [#json] wrote.
  public static EngineMetrics of(JsonNode json) {
    SortedMap<String, String> unmeasured = new TreeMap<>();
    for (Map.Entry<String, JsonNode> reason : Json.members(json.required(UNMEASURED))) {
      unmeasured.put(reason.getKey(), reason.getValue().asString());
    }
    return new EngineMetrics(
        Counted.of(json.required(COUNTED)),
        Json.integer(json, Figure.KV_CACHE_TOKENS.column()),
        unmeasured);
  }

  /// The shares by position, as a member of `extra` carries them.
  public ObjectNode positions() {
    ObjectNode json = Json.object();
    acceptedPerPosition().forEach((position, share) -> json.put(position.toString(), share));
    return json;
  }

  private static void putPositions(ObjectNode json, SortedMap<Integer, Double> positions) {
    ObjectNode object = json.putObject(ACCEPTED_PER_POSITION);
    positions.forEach((position, value) -> object.put(position.toString(), value));
  }

  private static @Nullable Double ratio(@Nullable Double part, @Nullable Double whole) {
    return part == null || whole == null || whole == 0 ? null : part / whole;
  }
}
