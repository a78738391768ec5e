package io.perftune.simulator.answer;

import io.perftune.simulator.behaviour.Framing;
import io.perftune.simulator.behaviour.Usage;
import java.util.ArrayList;
import java.util.List;

/// Lays the events of a stream out in beats.
public final class Timeline {
  private final Framing framing;
  private final Script script;
  private final int total;
  private final boolean usage;
  private final List<Beat> beats = new ArrayList<>();
  private final List<Part> open = new ArrayList<>();
  private int generated;

  private Timeline(Framing framing, Script script, int total, boolean usage) {
    this.framing = framing;
    this.script = script;
    this.total = total;
    this.usage = usage;
  }

  /// All beats of a stream, in order; the last one has what follows the tokens.
  ///
  /// @param total the tokens of the whole reply
  /// @param usage whether the client gets `usage`
  public static List<Beat> of(Framing framing, Script script, int total, boolean usage) {
    return new Timeline(framing, script, total, usage).lay();
  }

  /// Whether a stream has `usage`.
  ///
  /// @param asked whether the request has `stream_options.include_usage`
  public static boolean tellsUsage(Usage usage, boolean asked) {
    return switch (usage.report()) {
      case WHEN_ASKED -> asked;
      case ALWAYS -> true;
      case OFF -> false;
    };
  }

  private List<Beat> lay() {
    if (framing.role() != Framing.Role.OFF) {
      open.add(new Part.Role());
      if (framing.roleEarly()) {
        close(-1);
      }
    }
    List<Delta> deltas = script.deltas();
    for (int i = 0; i < deltas.size(); i++) {
      boolean last = i == deltas.size() - 1;
      tokens(deltas.get(i), last && framing.finish() == Framing.Finish.LAST_TOKEN);
      if (last || deltas.get(i + 1).step() != deltas.get(i).step()) {
        close(deltas.get(i).step());
      }
    }
    ending();
    return List.copyOf(beats);
  }

  private void tokens(Delta delta, boolean finish) {
    if (finish && at(Usage.Place.BEFORE_FINISH)) {
      open.add(new Part.UsageAlone());
    }
    open.add(new Part.Tokens(delta, finish, finish && at(Usage.Place.FINISH_CHUNK)));
  }

  private void ending() {
    if (framing.finish() == Framing.Finish.OWN_CHUNK || script.deltas().isEmpty()) {
      if (at(Usage.Place.BEFORE_FINISH)) {
        open.add(new Part.UsageAlone());
      }
      open.add(new Part.Finish(at(Usage.Place.FINISH_CHUNK)));
    }
    if (at(Usage.Place.OWN_CHUNK) || at(Usage.Place.OWN_CHUNK_WITH_CHOICE)) {
      open.add(new Part.UsageAlone());
    }
    if (framing.sse().done()) {
      open.add(new Part.Done());
    }
    generated = total;
    close(Math.max(0, script.steps() - 1));
  }

  private boolean at(Usage.Place place) {
    return usage && framing.usage().place() == place;
  }

  private void close(int step) {
    for (Part part : open) {
      if (part instanceof Part.Tokens tokens && tokens.tokens() > 0) {
        generated = tokens.delta().generatedBefore();
        break;
      }
    }
    Beat beat = new Beat(step, generated, open);
    beats.add(beat);
    generated += beat.tokens();
    open.clear();
  }
}
