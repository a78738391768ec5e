package io.perftune.verb;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Json;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// What a caller gets back, whichever skin it came by.
///
/// @param tool the MCP tool that the verb is
/// @param library what the tool belongs to
/// @param ackRequired whether this very call needed an acknowledgement
/// @param args the call as words; a password in a URL is masked
/// @param returncode the exit code
/// @param stdout what the command line prints on standard output
/// @param stderr what it prints on standard error, progress apart
/// @param json the reply for a machine, by the verb's output schema
/// @param allowNonzero whether the caller takes a return code other than 0 as no error
public record Reply(
    String tool,
    String library,
    String verb,
    Safety safety,
    boolean ackRequired,
    List<String> args,
    int returncode,
    String stdout,
    String stderr,
    ObjectNode json,
    boolean allowNonzero) {
  public Reply {
    requireNonNull(tool, "tool is null");
    requireNonNull(library, "library is null");
    requireNonNull(verb, "verb is null");
    requireNonNull(safety, "safety is null");
    args = args.stream().map(Userinfo::masked).toList();
    requireNonNull(stdout, "stdout is null");
    requireNonNull(stderr, "stderr is null");
    requireNonNull(json, "json is null");
  }

  /// Whether the caller shall take it as an error.
  public boolean error() {
    return returncode != 0 && !allowNonzero;
  }

  /// The reply as one object.
  public ObjectNode envelope() {
    ObjectNode envelope =
        Json.object()
            .put("tool", tool)
            .put("library", library)
            .put("verb", verb)
            .put("safety", safety.label())
            .put("ack_required", ackRequired)
            .put("ack_field", safety.acknowledgement());
    envelope.set("args", Json.strings(args));
    envelope.put("returncode", returncode).put("stdout", stdout).put("stderr", stderr);
    envelope.set("json", json);
    return envelope;
  }
}
