package io.perftune.value;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The one way in which JSON is read and written: strict, ordered, duplicate keys and NaN refused.
public final class Json {
  /// Reads and writes compact JSON.
  public static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  private static final JsonMapper PRETTY =
      MAPPER.rebuild().enable(SerializationFeature.INDENT_OUTPUT).build();

  private Json() {}

  /// An empty object.
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /// An empty array.
  public static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  /// The strings as an array.
  public static ArrayNode strings(Iterable<String> values) {
    ArrayNode array = array();
    values.forEach(array::add);
    return array;
  }

  /// The numbers as an array.
  public static ArrayNode integers(Iterable<Integer> values) {
    ArrayNode array = array();
    values.forEach(array::add);
    return array;
  }

  /// The problems as an array of objects with code, message, where, remedy.
  public static ArrayNode problems(List<Problem> problems) {
    ArrayNode array = array();
    for (Problem problem : problems) {
      array
          .addObject()
          .put("code", problem.code())
          .put("message", problem.message())
          .put("where", problem.where())
          .put("remedy", problem.remedy());
    }
    return array;
  }

  /// The object as indented text with a final line feed.
  public static String pretty(JsonNode node) {
    return PRETTY.writeValueAsString(node).replace("\r\n", "\n") + "\n";
  }

  /// The node on one line.
  public static String line(JsonNode node) {
    return MAPPER.writeValueAsString(node);
  }

  /// The text of a member; null where it is absent or null.
  public static @Nullable String text(JsonNode object, String member) {
    JsonNode value = object.get(member);
    return (value == null || value.isNull()) ? null : value.asString();
  }

  /// The number of a member; null where it is absent or null.
  public static @Nullable Double number(JsonNode object, String member) {
    JsonNode value = object.get(member);
    return (value == null || !value.isNumber()) ? null : value.doubleValue();
  }

  /// The whole number of a member; null where it is absent or null.
  public static @Nullable Long integer(JsonNode object, String member) {
    JsonNode value = object.get(member);
    return (value == null || !value.isNumber()) ? null : value.longValue();
  }

  /// The truth of a member; null where it is absent or null.
  public static @Nullable Boolean bool(JsonNode object, String member) {
    JsonNode value = object.get(member);
    return (value == null || !value.isBoolean()) ? null : value.booleanValue();
  }

  /// A copy of the object that takes little room beside others with the same names.
  public static ObjectNode packed(ObjectNode object) {
    return PackedMembers.packed(object);
  }

  /// The members of an object in order.
  public static Iterable<Map.Entry<String, JsonNode>> members(JsonNode object) {
    return object.properties();
  }
}
