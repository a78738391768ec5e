package io.perftune.lever;

import io.perftune.value.Campaign;
import io.perftune.value.Json;
import io.perftune.value.Lever;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What a campaign file says of levers: the next one, and what became of others.
final class Declared {
  private Declared() {}

  /// The next lever, then the recorded ones in the file's order.
  ///
  /// A next lever that is a text is no lever: it says that there is none.
  static List<Lever> levers(Campaign campaign) {
    List<Lever> levers = new ArrayList<>();
    JsonNode next = campaign.nextLever();
    if (next.isObject()) {
      levers.add(lever(next, Lever.State.OPEN, null));
    }
    for (JsonNode recorded : campaign.json().path("levers")) {
      levers.add(lever(recorded, state(recorded), Json.text(recorded, "why")));
    }
    return levers;
  }

  /// The rules whose suggestion the campaign refuted.
  static Set<String> refutedRules(Campaign campaign) {
    return campaign
        .json()
        .path("levers")
        .valueStream()
        .filter(recorded -> state(recorded) == Lever.State.REFUTED)
        .map(recorded -> Json.text(recorded, "rule"))
        .filter(Objects::nonNull)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Lever lever(JsonNode said, Lever.State state, @Nullable String why) {
    return new Lever(
        Lever.DECLARED,
        state,
        part(said, "change"),
        part(said, "unlock"),
        part(said, "gate"),
        null,
        null,
        List.of(),
        why);
  }

  private static Lever.State state(JsonNode recorded) {
    String state = Objects.requireNonNullElse(Json.text(recorded, "state"), "open");
    return Lever.State.valueOf(state.toUpperCase(Locale.ROOT));
  }

  private static String part(JsonNode said, String member) {
    return Objects.requireNonNullElse(Json.text(said, member), "");
  }
}
