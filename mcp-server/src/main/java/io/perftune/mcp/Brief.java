package io.perftune.mcp;

import io.perftune.tokens.O200k;
import io.perftune.value.Json;
import io.perftune.value.ShellCommand;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A reply that a model can read whole: below 4,000 tokens, whatever the campaign's size.
///
/// A longer one loses the ends of its lists and of its texts, says of each how much, and names the
/// command that prints all of it. A command line's words are never cut.
final class Brief {
  /// In o200k_base tokens.
  static final int LIMIT = 4_000;

  /// What fits even where a token has hardly two characters.
  private static final int SURELY = 6_000;

  private static final List<Integer> KEEPS = List.of(40, 20, 10, 5, 3, 2, 1);

  private final int keep;
  private final ArrayNode cuts = Json.array();

  private Brief(int keep) {
    this.keep = keep;
  }

  /// The envelope, or as much of it as fits.
  static ObjectNode of(ObjectNode envelope) {
    if (fits(envelope)) {
      return envelope;
    }
    ObjectNode cut = envelope;
    for (int keep : KEEPS) {
      cut = new Brief(keep).cut(envelope);
      if (fits(cut)) {
        break;
      }
    }
    return cut;
  }

  private static boolean fits(ObjectNode envelope) {
    String text = Json.line(envelope);
    return text.length() < SURELY || Counter.O200K.count(text) < LIMIT;
  }

  /// Made when it is needed: its vocabulary takes a while.
  private static final class Counter {
    static final O200k O200K = new O200k();
  }

  private ObjectNode cut(ObjectNode envelope) {
    ObjectNode cut = envelope.deepCopy();
    text(cut, "stdout");
    text(cut, "stderr");
    if (cut.get("json") instanceof ObjectNode json) {
      members(json, "");
      json.set("cut", cuts);
    }
    cut.put("stderr", cut.path("stderr").asString("") + whole(envelope));
    return cut;
  }

  /// How to get all of it.
  private static String whole(ObjectNode envelope) {
    List<String> words = envelope.path("args").valueStream().map(JsonNode::asString).toList();
    List<String> command =
        Stream.concat(
                Stream.of("bin/perftunereport", envelope.path("verb").asString("")), words.stream())
            .toList();
    return "The reply is cut (json.cut says where): %s%s prints all of it.\n"
        .formatted(ShellCommand.line(command), words.contains("--json") ? "" : " --json");
  }

  private void members(ObjectNode object, String path) {
    for (String name : List.copyOf(object.propertyNames())) {
      JsonNode value = object.get(name);
      String at = path.isEmpty() ? name : path + "." + name;
      if (value instanceof ArrayNode array && !name.equals("command")) {
        object.set(name, list(array, at));
      } else if (value instanceof ObjectNode inner) {
        members(inner, at);
      }
    }
  }

  private ArrayNode list(ArrayNode list, String path) {
    boolean words = list.valueStream().allMatch(JsonNode::isString);
    int room = words ? 4 * keep : keep;
    ArrayNode kept = Json.array();
    list.valueStream().limit(room).forEach(kept::add);
    if (list.size() > room) {
      cuts.add("%s: %d of %d, and %d more".formatted(path, room, list.size(), list.size() - room));
    }
    for (JsonNode one : kept) {
      if (one instanceof ObjectNode inner) {
        members(inner, path + "[]");
      }
    }
    return kept;
  }

  /// Whole lines from the beginning.
  private void text(ObjectNode envelope, String member) {
    String text = envelope.path(member).asString("");
    List<String> lines = text.lines().toList();
    StringBuilder kept = new StringBuilder();
    int taken = 0;
    for (; taken < Math.min(lines.size(), 2 * keep); taken++) {
      if (kept.length() + lines.get(taken).length() > 250 * (keep + 1)) {
        break;
      }
      kept.append(lines.get(taken)).append('\n');
    }
    if (taken < lines.size()) {
      kept.append("... and %d more lines\n".formatted(lines.size() - taken));
      envelope.put(member, kept.toString());
    }
  }
}
