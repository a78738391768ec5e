package io.perftune.mcp;

import io.modelcontextprotocol.spec.McpSchema;
import io.perftune.config.VerbSchema;
import io.perftune.value.Json;
import io.perftune.verb.Dispatcher;
import io.perftune.verb.Safety;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.node.ObjectNode;

/// The verbs as MCP tools: names, descriptions and schemas, in the same order and with the same
/// bytes at every start.
final class Tools {
  private static final TypeReference<Map<String, Object>> ORDERED = new TypeReference<>() {};
  private static final Set<String> OURS_ONLY = Set.of("$schema", "$id", "title", "required");

  private Tools() {}

  /// The desks that are tools.
  static List<Dispatcher.Desk> desks(Dispatcher dispatcher) {
    return dispatcher.desks().stream().filter(desk -> !desk.schema().commandOnly()).toList();
  }

  /// A verb as a tool.
  static McpSchema.Tool tool(Dispatcher.Desk desk) {
    VerbSchema schema = desk.schema();
    String title = schema.title().substring(0, schema.title().length() - 1);
    return McpSchema.Tool.builder(schema.tool(), map(input(schema)))
        .title(title)
        .description(schema.description())
        .outputSchema(map(output(schema)))
        .annotations(annotations(title, desk.verb().safety(), schema.idempotent()))
        .build();
  }

  /// The input schema without `required`, because a call may give everything in args or params;
  /// what is missing is refused by name.
  private static ObjectNode input(VerbSchema schema) {
    ObjectNode input = stripped(schema.input().json());
    input.remove("description");
    ObjectNode properties = (ObjectNode) input.required("properties");
    for (String name : schema.required()) {
      ObjectNode property = (ObjectNode) properties.required(name);
      property.put("description", property.required("description").asString() + " Required.");
    }
    ObjectNode args = properties.putObject("args").put("type", "array");
    args.putObject("items").put("type", "string");
    args.put(
        "description",
        "The same arguments as command line words, instead of or beside the properties; one string"
            + " is split as a shell would.");
    properties
        .putObject("params")
        .put("type", "object")
        .put("description", "A wrapper: args, allow_nonzero and any property may stand in here.");
    properties
        .putObject("allow_nonzero")
        .put("type", "boolean")
        .put("description", "Do not flag a return code other than 0 as an error.");
    return input;
  }

  private static ObjectNode output(VerbSchema schema) {
    ObjectNode output = Json.object().put("type", "object");
    ObjectNode properties = output.putObject("properties");
    text(properties, "tool", "The tool.");
    text(properties, "library", "Where it belongs.");
    text(properties, "verb", "The verb.");
    text(properties, "safety", "What it may do outside its reply.");
    properties
        .putObject("ack_required")
        .put("type", "boolean")
        .put("description", "Whether this very call needed the acknowledgement.");
    ObjectNode field = Json.object().put("description", "The property that acknowledges.");
    field.putArray("type").add("string").add("null");
    properties.set("ack_field", PortableSchema.of(field));
    ObjectNode args = properties.putObject("args").put("type", "array");
    args.putObject("items").put("type", "string");
    args.put("description", "The call as command line words.");
    properties
        .putObject("returncode")
        .put("type", "integer")
        .put("description", "0 done; 1 failed or partial; 2 refused; 70 a defect of ours.");
    text(properties, "stdout", "The digest for a reader.");
    text(properties, "stderr", "Every problem, a line each: what, where, and what to do.");
    properties.set("json", stripped(schema.output().json()));
    output.set("required", Json.strings(properties.propertyNames()));
    return output;
  }

  private static void text(ObjectNode properties, String name, String description) {
    properties.putObject(name).put("type", "string").put("description", description);
  }

  /// A copy without what stands at the top for our own checks.
  private static ObjectNode stripped(ObjectNode schema) {
    ObjectNode stripped = PortableSchema.of(schema);
    stripped.remove(OURS_ONLY);
    return stripped;
  }

  private static McpSchema.ToolAnnotations annotations(
      String title, Safety safety, boolean idempotent) {
    boolean reachesOut = safety == Safety.SUBMITS_JOBS || safety == Safety.PUBLISHES_EXTERNALLY;
    return McpSchema.ToolAnnotations.builder()
        .title(title)
        .readOnlyHint(safety == Safety.READ_ONLY)
        .destructiveHint(reachesOut)
        .idempotentHint(idempotent)
        .openWorldHint(reachesOut)
        .build();
  }

  private static Map<String, Object> map(ObjectNode schema) {
    return Json.MAPPER.convertValue(schema, ORDERED);
  }
}
