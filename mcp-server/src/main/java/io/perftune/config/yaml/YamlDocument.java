package io.perftune.config.yaml;

import static java.util.Objects.requireNonNull;

import tools.jackson.databind.node.ObjectNode;

/// A YAML file whose top is a mapping, as JSON, with the place of each value.
public record YamlDocument(ObjectNode json, Places places) {
  public YamlDocument {
    requireNonNull(json, "json is null");
    requireNonNull(places, "places is null");
  }
}
