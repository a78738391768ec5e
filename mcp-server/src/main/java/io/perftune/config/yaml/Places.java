package io.perftune.config.yaml;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;

/// Where each value of a text file stands, by JSON pointer: `file:line:column`, both from 1.
///
/// A member stands where its key does, an item of a list where it begins.
public final class Places {
  private record Place(int line, int column) {}

  private static final Place TOP = new Place(1, 1);

  private final String file;
  private final Map<String, Place> places = new HashMap<>();

  public Places(String file) {
    this.file = requireNonNull(file, "file is null");
  }

  /// Remembers a place; line and column count from 1.
  public void put(String pointer, int line, int column) {
    places.put(pointer, new Place(line, column));
  }

  /// The place of the pointer, else of the nearest thing around it.
  public String where(String pointer) {
    Place place = place(pointer);
    return "%s:%d:%d".formatted(file, place.line, place.column);
  }

  /// The key as a segment of a JSON pointer.
  public static String escaped(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }

  /// Orders pointers as they stand in the file.
  public int compare(String one, String other) {
    Place first = place(one);
    Place second = place(other);
    return first.line != second.line
        ? Integer.compare(first.line, second.line)
        : Integer.compare(first.column, second.column);
  }

  /// The line of the pointer.
  public int line(String pointer) {
    return place(pointer).line;
  }

  private Place place(String pointer) {
    String around = pointer;
    while (!places.containsKey(around)) {
      if (around.isEmpty()) {
        return TOP;
      }
      around = around.substring(0, Math.max(0, around.lastIndexOf('/')));
    }
    return places.getOrDefault(around, TOP);
  }
}
