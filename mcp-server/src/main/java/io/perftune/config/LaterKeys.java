package io.perftune.config;

import io.perftune.config.yaml.Findings;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Finds the campaign keys and values that are not there yet, and takes the keys out so that
/// nothing else complains of what they hold.
///
/// A key of not-yet.json is a path such as `cells[].aa.trials`, or `cells[].aa.engine=builtin` for
/// a value.
final class LaterKeys {
  private final Findings findings;

  private LaterKeys(Findings findings) {
    this.findings = findings;
  }

  /// The file without such keys.
  static ObjectNode pruned(ObjectNode file, Findings findings) {
    ObjectNode rest = file.deepCopy();
    LaterKeys later = new LaterKeys(findings);
    for (Map.Entry<String, String> entry : NotYet.campaignKeys().entrySet()) {
      later.prune(rest, "", entry.getKey(), entry.getValue());
    }
    return rest;
  }

  private void prune(JsonNode node, String pointer, String path, String remedy) {
    int dot = path.indexOf('.');
    String step = dot < 0 ? path : path.substring(0, dot);
    if (dot < 0) {
      pruneMember(node, pointer, step, remedy);
      return;
    }
    String rest = path.substring(dot + 1);
    String key = step.replace("[]", "");
    JsonNode member = node.path(key);
    if (!step.endsWith("[]")) {
      prune(member, pointer + "/" + key, rest, remedy);
    } else if (member.isArray()) {
      for (int i = 0; i < member.size(); i++) {
        prune(member.get(i), pointer + "/" + key + "/" + i, rest, remedy);
      }
    }
  }

  private void pruneMember(JsonNode node, String pointer, String step, String remedy) {
    String[] parts = step.split("=", 2);
    if (!(node instanceof ObjectNode object) || !object.has(parts[0])) {
      return;
    }
    JsonNode value = object.get(parts[0]);
    String place = pointer + "/" + parts[0];
    if (parts.length == 1) {
      findings.add("not-there-yet", place, "is not there yet.", remedy);
      object.remove(parts[0]);
    } else if (value.isString() && value.asString().equals(parts[1])) {
      findings.add("not-there-yet", place, parts[1] + " is not there yet.", remedy);
    }
  }
}
