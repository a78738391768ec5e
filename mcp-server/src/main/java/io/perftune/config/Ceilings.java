package io.perftune.config;

import io.perftune.config.yaml.Findings;
import io.perftune.config.yaml.YamlDocument;
import io.perftune.config.yaml.YamlReader;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The dense peaks of accelerators, as configs/sol-ceilings.yaml lists them; never assumed for a
/// part that it does not know.
public final class Ceilings {
  /// What a cell declares where the accelerator cannot be known.
  public static final String UNDISCLOSED = "undisclosed";

  private static final String FILE = "configs/sol-ceilings.yaml";
  private static final Map<String, String> METRIC_ALIASES =
      Map.of("hbm3e_tbps", "hbm_tbps", "hbm3_tbps", "hbm_tbps");

  private final ObjectNode parts;
  private final SequencedMap<String, String> keys = new LinkedHashMap<>();

  private Ceilings(ObjectNode parts) {
    this.parts = parts;
    for (Map.Entry<String, JsonNode> part : Json.members(parts)) {
      known(part.getKey(), part.getKey());
      part.getValue().path("aliases").forEach(alias -> known(alias.asString(), part.getKey()));
    }
  }

  /// One peak.
  ///
  /// @param path its canonical key path, such as `b200_sm100.hbm_tbps`
  /// @param source where the figure is published
  /// @param notes what limits it; empty where nothing does
  public record Ceiling(String path, double value, String units, String source, String notes) {}

  /// The ceilings that the build packs.
  public static Ceilings load() {
    return parse(Resources.text(FILE));
  }

  static Ceilings parse(String yaml) {
    Findings findings = new Findings(SchemaWords::name);
    YamlDocument document = YamlReader.read(yaml, FILE, findings);
    if (!findings.isEmpty()) {
      throw new ProblemException(findings.problems(document.places()));
    }
    return new Ceilings(document.json());
  }

  /// The key that a token means: a key or an alias, case and punctuation aside; empty where it is
  /// not known.
  public Optional<String> key(String token) {
    return Optional.ofNullable(keys.get(normalized(token)));
  }

  /// Every key, in the file's order.
  public List<String> keys() {
    return List.copyOf(parts.propertyNames());
  }

  /// Every part as the file has it; a copy.
  public ObjectNode json() {
    return parts.deepCopy();
  }

  /// The peak at a key path; the key may be an alias, and hbm3e_tbps and hbm3_tbps mean hbm_tbps.
  /// Empty where the part has no such peak.
  public Optional<Ceiling> ceiling(String path) {
    int dot = path.lastIndexOf('.');
    if (dot < 0) {
      return Optional.empty();
    }
    String metric = path.substring(dot + 1);
    String canonical = METRIC_ALIASES.getOrDefault(metric, metric);
    return key(path.substring(0, dot)).flatMap(key -> ceiling(key, canonical));
  }

  /// The refusal of a token that is not known.
  public Problem unknown(String token) {
    return Problem.of(
        "unknown-hardware", "Hardware \"%s\" is not in %s.".formatted(token, FILE), remedy(token));
  }

  /// What to write instead of a token that is not known.
  String remedy(String token) {
    List<String> names = new ArrayList<>(keys());
    names.add(UNDISCLOSED);
    parts.forEach(part -> part.path("aliases").forEach(alias -> names.add(alias.asString())));
    String meant =
        Suggestion.nearest(token, names)
            .map(near -> "Did you mean %s? ".formatted(near))
            .orElse("");
    return meant + "Known are " + String.join(", ", keys()) + "; or say undisclosed.";
  }

  private Optional<Ceiling> ceiling(String key, String metric) {
    JsonNode entry = parts.path(key).path(metric);
    if (!entry.has("value")) {
      return Optional.empty();
    }
    String notes = Json.text(entry, "notes");
    return Optional.of(
        new Ceiling(
            key + "." + metric,
            entry.required("value").doubleValue(),
            entry.required("units").asString(),
            entry.required("source").asString(),
            notes == null ? "" : notes));
  }

  private void known(String token, String key) {
    String other = keys.putIfAbsent(normalized(token), key);
    if (other != null && !other.equals(key)) {
      throw new IllegalStateException("%s means both %s and %s".formatted(token, other, key));
    }
  }

  private static String normalized(String token) {
    return token.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }
}
