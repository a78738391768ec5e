package io.perftune.config;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One JSON Schema of schemas/: what is allowed, and what is meant where nothing is said.
///
/// Validation names every violation at once, in our own words, with the nearest known name for an
/// unknown one.
public final class Schema {
  private final String name;
  private final ObjectNode json;
  private final Optional<FlatSchema> flat;
  private com.networknt.schema.@Nullable Schema compiled;

  private Schema(String name, ObjectNode json) {
    this.name = name;
    this.json = json;
    flat = FlatSchema.of(json);
  }

  /// The schema in schemas/<name>.schema.json, such as `campaign` or `tools/cell_run.input`.
  public static Schema load(String name) {
    return new Schema(name, Resources.json("schemas/" + name + ".schema.json"));
  }

  public String name() {
    return name;
  }

  /// The schema itself; a copy.
  public ObjectNode json() {
    return json.deepCopy();
  }

  /// Everything in which the instance breaks the schema, in document order; empty where it holds.
  ///
  /// @param where turns a JSON pointer into the place that a problem names
  public List<Problem> problems(JsonNode instance, Function<String, String> where) {
    return problems(instance, SchemaWords::name, where);
  }

  /// The same, with names of the caller's own.
  ///
  /// @param naming turns a JSON pointer into the name under which the user knows the value
  public List<Problem> problems(
      JsonNode instance, UnaryOperator<String> naming, Function<String, String> where) {
    if (flat.isPresent() && flat.get().holds(instance)) {
      return List.of();
    }
    Set<Problem> problems = new LinkedHashSet<>();
    Violations violations = new Violations(json, naming, where);
    for (Error error : compiled().validate(HugeNumbers.whole(instance))) {
      problems.addAll(violations.problems(error));
    }
    return new ArrayList<>(problems);
  }

  /// Compiled when first needed, so that help and tools/list do not wait for it.
  private synchronized com.networknt.schema.Schema compiled() {
    com.networknt.schema.Schema ready = compiled == null ? Registry.ONE.getSchema(json) : compiled;
    compiled = ready;
    return ready;
  }

  private static final class Registry {
    static final SchemaRegistry ONE =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  }

  /// A copy of the instance with each absent property set to its declared default, at any depth.
  public ObjectNode withDefaults(ObjectNode instance) {
    return withDefaults(json, instance);
  }

  /// The same for an instance of a part of a schema.
  static ObjectNode withDefaults(ObjectNode rules, ObjectNode instance) {
    ObjectNode filled = instance.deepCopy();
    fill(rules, filled);
    return filled;
  }

  private static void fill(JsonNode schema, JsonNode instance) {
    if (instance instanceof ObjectNode object) {
      for (var property : Json.members(schema.path("properties"))) {
        JsonNode declared = property.getValue().get("default");
        if (!object.has(property.getKey()) && declared != null) {
          object.set(property.getKey(), declared.deepCopy());
        }
        JsonNode value = object.get(property.getKey());
        if (value != null) {
          fill(property.getValue(), value);
        }
      }
    } else if (instance.isArray() && schema.has("items")) {
      instance.forEach(item -> fill(schema.get("items"), item));
    }
  }
}
