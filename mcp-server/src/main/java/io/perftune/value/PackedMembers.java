package io.perftune.value;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The members of a JSON object that holds its values alone: their names are shared by all objects
/// that have the same ones in the same order, so that ten thousand rows take a tenth of the room.
///
/// It can be changed as any object can; a name that comes or goes costs a copy of the names.
final class PackedMembers extends AbstractMap<String, JsonNode> {
  private MemberNames names;
  private JsonNode[] values;

  private PackedMembers(MemberNames names, JsonNode[] values) {
    this.names = names;
    this.values = values;
  }

  /// A copy of the object, and of each object in it, that shares its names.
  static ObjectNode packed(ObjectNode object) {
    JsonNode[] values = new JsonNode[object.size()];
    int at = 0;
    for (JsonNode value : object.values()) {
      values[at] = value instanceof ObjectNode inner ? packed(inner) : value.deepCopy();
      at++;
    }
    return new ObjectNode(
        JsonNodeFactory.instance, new PackedMembers(MemberNames.of(object), values));
  }

  @Override
  public int size() {
    return values.length;
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return names.place(name) >= 0;
  }

  @Override
  public @Nullable JsonNode get(@Nullable Object name) {
    int place = names.place(name);
    return place < 0 ? null : values[place];
  }

  @Override
  public @Nullable JsonNode put(String name, JsonNode value) {
    int place = names.place(name);
    if (place >= 0) {
      JsonNode before = values[place];
      values[place] = value;
      return before;
    }
    names = names.with(name);
    values = Arrays.copyOf(values, values.length + 1);
    values[values.length - 1] = value;
    return null;
  }

  @Override
  public @Nullable JsonNode remove(@Nullable Object name) {
    int place = names.place(name);
    if (place < 0) {
      return null;
    }
    JsonNode before = values[place];
    JsonNode[] fewer = new JsonNode[values.length - 1];
    System.arraycopy(values, 0, fewer, 0, place);
    System.arraycopy(values, place + 1, fewer, place, fewer.length - place);
    names = names.without(place);
    values = fewer;
    return before;
  }

  @Override
  public Set<Map.Entry<String, JsonNode>> entrySet() {
    return new Members();
  }

  private final class Members extends AbstractSet<Map.Entry<String, JsonNode>> {
    @Override
    public int size() {
      return values.length;
    }

    @Override
    public Iterator<Map.Entry<String, JsonNode>> iterator() {
      return new Walk();
    }
  }

  private final class Walk implements Iterator<Map.Entry<String, JsonNode>> {
    private int next;

    @Override
    public boolean hasNext() {
      return next < values.length;
    }

    @Override
    public Map.Entry<String, JsonNode> next() {
      if (next >= values.length) {
        throw new NoSuchElementException();
      }
      return new Member(names.at(next), values[next++]);
    }

    @Override
    public void remove() {
      next--;
      PackedMembers.this.remove(names.at(next));
    }
  }

  /// A member whose value can be replaced.
  private final class Member extends SimpleEntry<String, JsonNode> {
    private static final long serialVersionUID = 1;

    Member(String name, JsonNode value) {
      super(name, value);
    }

    @Override
    public JsonNode setValue(JsonNode value) {
      put(getKey(), value);
      return super.setValue(value);
    }
  }
}
