package io.perftune.config.yaml;

import io.perftune.value.Json;
import io.perftune.value.ProblemException;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// Turns YAML nodes into JSON and notes where each one stands.
///
/// An alias is its anchor's value again. A value that JSON cannot hold becomes a finding and null.
final class YamlNodes {
  private static final int MOST_VALUES = 100_000;
  private static final int LONGEST_NUMBER = 400;
  private static final JsonNodeFactory FACTORY = JsonNodeFactory.instance;

  private final Places places;
  private final Findings findings;
  private final Deque<Node> around = new ArrayDeque<>();
  private int values;

  YamlNodes(Places places, Findings findings) {
    this.places = places;
    this.findings = findings;
  }

  YamlDocument document(MappingNode top) {
    return new YamlDocument(mapping(top, ""), places);
  }

  private JsonNode value(Node node, String pointer) {
    values++;
    if (values > MOST_VALUES) {
      findings.add(
          "too-large", pointer, "expands to too many values by its aliases.", "Write less.");
      throw new ProblemException(findings.problems(places));
    }
    if (around.contains(node)) {
      return spoiled(
          "endless-alias", pointer, "contains itself by an alias.", "Write the value out.");
    }
    return switch (node) {
      case MappingNode mapping -> mapping(mapping, pointer);
      case SequenceNode sequence -> sequence(sequence, pointer);
      case ScalarNode scalar -> scalar(scalar, pointer);
      default -> throw new IllegalStateException("unexpected node " + node.getNodeType());
    };
  }

  private ObjectNode mapping(MappingNode node, String pointer) {
    ObjectNode object = Json.object();
    checkTag(node, Tag.MAP, pointer);
    around.push(node);
    for (NodeTuple tuple : node.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
        String place = pointer + "/#key" + values++;
        mark(place, tuple.getKeyNode());
        findings.say(
            "key-not-text",
            place,
            findings.name(pointer) + " has a key that is not text.",
            "Use text as the key.");
        continue;
      }
      member(object, keyNode, tuple.getValueNode(), pointer);
    }
    around.pop();
    return object;
  }

  private void member(ObjectNode object, ScalarNode keyNode, Node valueNode, String pointer) {
    String key = keyNode.getValue();
    String place = pointer + "/" + Places.escaped(key);
    if (key.equals("<<") && keyNode.isPlain()) {
      mark(place, keyNode);
      findings.add(
          "merge-key",
          place,
          "is a merge key, which YAML 1.2 does not have.",
          "Write the keys out; an alias (*name) can stand for a whole value.");
    } else if (object.has(key)) {
      String again = place + "#again" + values;
      mark(again, keyNode);
      findings.say(
          "repeated-key",
          again,
          "%s stands twice, first on line %d.".formatted(findings.name(place), places.line(place)),
          "Keep one of them.");
    } else {
      mark(place, keyNode);
      object.set(key, value(valueNode, place));
    }
  }

  private ArrayNode sequence(SequenceNode node, String pointer) {
    ArrayNode array = Json.array();
    checkTag(node, Tag.SEQ, pointer);
    around.push(node);
    for (Node item : node.getValue()) {
      String place = pointer + "/" + array.size();
      mark(place, item);
      array.add(value(item, place));
    }
    around.pop();
    return array;
  }

  private JsonNode scalar(ScalarNode node, String pointer) {
    String text = node.getValue();
    Tag tag = node.getTag();
    if (tag.equals(Tag.STR) || tag.equals(Tag.ENV_TAG)) {
      return StringNode.valueOf(text);
    }
    if (tag.equals(Tag.NULL)) {
      return NullNode.getInstance();
    }
    if (tag.equals(Tag.BOOL)) {
      return BooleanNode.valueOf(text.equalsIgnoreCase("true"));
    }
    if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
      return number(text, tag.equals(Tag.INT), pointer);
    }
    return spoiled(
        "unknown-tag",
        pointer,
        "has the tag " + shortened(tag) + ", which is not understood.",
        "Remove the tag.");
  }

  private JsonNode number(String text, boolean whole, String pointer) {
    JsonNode number = text.length() > LONGEST_NUMBER ? null : whole ? whole(text) : real(text);
    return number != null
        ? number
        : spoiled("not-a-number", pointer, "is no finite number.", "Give a number, or null.");
  }

  private static @Nullable JsonNode whole(String text) {
    String digits = text.replaceFirst("^[-+]", "");
    int radix = digits.startsWith("0x") ? 16 : digits.startsWith("0o") ? 8 : 10;
    try {
      BigInteger value = new BigInteger(radix == 10 ? digits : digits.substring(2), radix);
      value = text.startsWith("-") ? value.negate() : value;
      return value.bitLength() < Long.SIZE
          ? FACTORY.numberNode(value.longValue())
          : FACTORY.numberNode(value);
    } catch (NumberFormatException _) {
      return null;
    }
  }

  private static @Nullable JsonNode real(String text) {
    try {
      double value = Double.parseDouble(text.toLowerCase(Locale.ROOT));
      return Double.isFinite(value) ? DoubleNode.valueOf(value) : null;
    } catch (NumberFormatException _) {
      return null;
    }
  }

  private void checkTag(Node node, Tag expected, String pointer) {
    if (!node.getTag().equals(expected)) {
      findings.add(
          "unknown-tag",
          pointer,
          "has the tag " + shortened(node.getTag()) + ", which is not understood.",
          "Remove the tag.");
    }
  }

  private static String shortened(Tag tag) {
    String text = tag.getValue().replace("tag:yaml.org,2002:", "!!");
    return text.length() > 40 ? text.substring(0, 37) + "..." : text;
  }

  private JsonNode spoiled(String code, String pointer, String says, String remedy) {
    findings.add(code, pointer, says, remedy);
    return NullNode.getInstance();
  }

  private void mark(String pointer, Node node) {
    Mark mark = node.getStartMark().orElseThrow();
    places.put(pointer, mark.getLine() + 1, mark.getColumn() + 1);
  }
}
