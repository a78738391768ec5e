package io.perftune.config;

import io.perftune.value.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.node.ObjectNode;

/// The files of schemas/ and configs/ as the build packs them.
public final class Resources {
  private Resources() {}

  /// The text of a packed file, such as `configs/sol-ceilings.yaml`.
  ///
  /// @throws IllegalArgumentException where there is none
  public static String text(String path) {
    try (InputStream in = Resources.class.getResourceAsStream("/" + path)) {
      if (in == null) {
        throw new IllegalArgumentException("the build packs no " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The JSON object in a packed file.
  public static ObjectNode json(String path) {
    return (ObjectNode) Json.MAPPER.readTree(text(path));
  }
}
