package io.perftune.value;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Names of members in their order, held once for all objects that have the same ones.
final class MemberNames {
  /// Orders that are known at a time; a file has few, and what it has no more gives way.
  private static final int KNOWN = 64;

  private static final AtomicReferenceArray<@Nullable MemberNames> RECENT =
      new AtomicReferenceArray<>(KNOWN);
  private static final AtomicInteger NEXT = new AtomicInteger();

  private final String[] names;
  private final Map<String, Integer> places;

  private MemberNames(String[] names) {
    this.names = names;
    places = HashMap.newHashMap(names.length);
    for (int i = 0; i < names.length; i++) {
      places.put(names[i], i);
    }
  }

  /// The names of an object.
  static MemberNames of(ObjectNode object) {
    for (int i = 0; i < KNOWN; i++) {
      MemberNames known = RECENT.get(i);
      if (known == null) {
        break;
      }
      if (known.are(object)) {
        return known;
      }
    }
    MemberNames found = new MemberNames(object.propertyNames().toArray(String[]::new));
    RECENT.set(Math.floorMod(NEXT.getAndIncrement(), KNOWN), found);
    return found;
  }

  private boolean are(ObjectNode object) {
    if (object.size() != names.length) {
      return false;
    }
    int at = 0;
    for (String name : object.propertyNames()) {
      if (!name.equals(names[at])) {
        return false;
      }
      at++;
    }
    return true;
  }

  int count() {
    return names.length;
  }

  String at(int place) {
    return names[place];
  }

  /// The place of a name; -1 where it is none of them.
  int place(@Nullable Object name) {
    Integer place = places.get(name);
    return place == null ? -1 : place;
  }

  /// These and one more.
  MemberNames with(String name) {
    String[] more = Arrays.copyOf(names, names.length + 1);
    more[names.length] = name;
    return new MemberNames(more);
  }

  /// These but one.
  MemberNames without(int place) {
    List<String> fewer = new java.util.ArrayList<>(Arrays.asList(names));
    fewer.remove(place);
    return new MemberNames(fewer.toArray(String[]::new));
  }
}
