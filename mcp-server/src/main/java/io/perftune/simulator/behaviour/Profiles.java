package io.perftune.simulator.behaviour;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The models of a simulator, by name: read from `{"models": {"name": {switches}}}`, or built in.
public final class Profiles {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private Profiles() {}

  /// The models that every simulator has unless it is told otherwise.
  public static Map<String, Behaviour> builtIn() {
    try (InputStream in = Profiles.class.getResourceAsStream("models.json")) {
      if (in == null) {
        throw new IllegalStateException("models.json is not on the class path");
      }
      return parse(JSON.readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ProfileException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The models of a profile file, in its order.
  public static Map<String, Behaviour> read(Path file) throws IOException, ProfileException {
    return parse(Files.readString(file));
  }

  /// The models of a profile file's text.
  public static Map<String, Behaviour> parse(String text) throws ProfileException {
    try {
      return parse(JSON.readTree(text));
    } catch (JacksonException e) {
      throw new ProfileException(List.of("not JSON: " + e.getOriginalMessage()));
    }
  }

  /// `base` with switches from a model's name, such as `step_ms=5&field=hidden`.
  public static Behaviour overlay(Behaviour base, String switches) throws ProfileException {
    Behaviour changed = base;
    for (String pair : switches.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw new ProfileException(List.of("a switch in a name is name=value, not " + pair));
      }
      changed =
          Switches.overlay(
              changed, Switches.single(pair.substring(0, equals), pair.substring(equals + 1)));
    }
    return changed;
  }

  private static Map<String, Behaviour> parse(JsonNode root) throws ProfileException {
    List<String> problems = new ArrayList<>();
    for (String key : root.propertyNames()) {
      if (!key.equals("models")) {
        problems.add(key + " is not a key of a profile file; known: models");
      }
    }
    JsonNode models = root.path("models");
    if (!models.isObject()) {
      problems.add("models must be an object of profiles by name");
    }
    Map<String, Behaviour> read = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> model : models.properties()) {
      try {
        read.put(model.getKey(), Switches.overlay(Behaviour.PLAIN, model.getValue()));
      } catch (ProfileException e) {
        e.problems().forEach(problem -> problems.add(model.getKey() + ": " + problem));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProfileException(problems);
    }
    return read;
  }
}
