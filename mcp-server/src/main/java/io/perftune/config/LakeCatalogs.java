package io.perftune.config;

import io.perftune.config.yaml.Findings;
import io.perftune.config.yaml.Places;
import io.perftune.config.yaml.YamlDocument;
import io.perftune.config.yaml.YamlReader;
import io.perftune.config.yaml.YamlText;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The Iceberg catalogs of configs/lake.yaml, as schemas/lake.schema.json describes it.
public final class LakeCatalogs {
  private static final String FILE = "configs/lake.yaml";
  private static final Schema SCHEMA = Schema.load("lake");
  private static final Pattern SECRET_KEY =
      Pattern.compile("(?i).*(password|passwd|secret|token|credential|api.?key|access.?key).*");
  private static final Pattern SECRET_IN_ADDRESS =
      Pattern.compile("(?i).*(://[^/\\s@?]*@|[?&;](password|user|token)=).*");
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{ENV:[A-Za-z_][A-Za-z0-9_]*}");

  private LakeCatalogs() {}

  /// The catalog of that name.
  ///
  /// @param root of the repository
  /// @throws ProblemException where the file is wrong, or has no such catalog
  public static LakeCatalog find(Path root, String name) {
    Path file = root.resolve(FILE);
    SequencedMap<String, LakeCatalog> known =
        Files.exists(file) ? parse(YamlText.read(file), file.toString()) : new LinkedHashMap<>();
    LakeCatalog catalog = known.get(name);
    if (catalog == null) {
      String there =
          known.isEmpty() ? "It names none." : "It has " + String.join(", ", known.keySet()) + ".";
      throw new ProblemException(
          new Problem(
              "no-catalog",
              "There is no catalog %s; they are looked for in %s.".formatted(name, file),
              "--lake",
              there + " Name one of them, or add it there; docs/lake.md shows how."));
    }
    return catalog;
  }

  /// All catalogs of a text, by name.
  ///
  /// @param file how the user knows the text
  static SequencedMap<String, LakeCatalog> parse(String text, String file) {
    Findings findings = new Findings(SchemaWords::name);
    CredentialScan credentials = new CredentialScan(findings);
    try {
      YamlDocument document = YamlReader.read(text, file, findings);
      for (var catalog : Json.members(document.json().path("catalogs"))) {
        secrets(catalog.getValue(), "/catalogs/" + Places.escaped(catalog.getKey()), findings);
      }
      findings.addAll(SCHEMA.problems(document.json(), findings::name, pointer -> pointer));
      credentials.lines(text, document.places());
      if (!findings.isEmpty()) {
        throw new ProblemException(findings.problems(document.places()));
      }
      return catalogs(document.json());
    } catch (ProblemException e) {
      throw new ProblemException(credentials.masked(e.problems()));
    }
  }

  private static void secrets(JsonNode catalog, String pointer, Findings findings) {
    for (var property : Json.members(catalog.path("properties"))) {
      boolean taken = REFERENCE.matcher(property.getValue().asString("")).find();
      if (SECRET_KEY.matcher(property.getKey()).matches() && !taken) {
        literal(pointer + "/properties/" + Places.escaped(property.getKey()), findings);
      }
    }
    if (SECRET_IN_ADDRESS.matcher(catalog.path("uri").asString("")).matches()) {
      literal(pointer + "/uri", findings);
    }
  }

  private static void literal(String pointer, Findings findings) {
    findings.add(
        "literal-credential",
        pointer,
        "holds a literal credential.",
        "Put it into an environment variable, and write ${ENV:NAME} in a property of the catalog.");
  }

  private static SequencedMap<String, LakeCatalog> catalogs(ObjectNode json) {
    ObjectNode rules = (ObjectNode) SCHEMA.json().at("/properties/catalogs/additionalProperties");
    SequencedMap<String, LakeCatalog> catalogs = new LinkedHashMap<>();
    for (var member : Json.members(json.required("catalogs"))) {
      ObjectNode filled = Schema.withDefaults(rules, (ObjectNode) member.getValue());
      catalogs.put(member.getKey(), catalog(member.getKey(), filled));
    }
    return catalogs;
  }

  private static LakeCatalog catalog(String name, ObjectNode json) {
    Map<String, String> properties = new HashMap<>();
    for (var property : Json.members(json.required("properties"))) {
      properties.put(property.getKey(), property.getValue().asString());
    }
    JsonNode snapshots = json.required("snapshots");
    return new LakeCatalog(
        name,
        LakeCatalog.Kind.labelled(json.required("type").asString()),
        json.required("uri").asString(),
        Json.text(json, "warehouse"),
        json.required("namespace").asString(),
        properties,
        new LakeCatalog.Snapshots(
            snapshots.required("keep").intValue(), snapshots.required("max_age_days").intValue()));
  }
}
