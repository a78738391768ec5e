package io.perftune.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Which cores the two ends of a measurement are kept on, as words that start a program there.
///
/// @param sender for the endpoint; empty: it runs anywhere
/// @param engine for the load generator and all its processes; empty: it runs anywhere
record Pins(List<String> sender, List<String> engine) {
  Pins {
    sender = List.copyOf(sender);
    engine = List.copyOf(engine);
  }

  /// A core for each, where there are two and `taskset` to choose them.
  static Pins find() {
    int processors = Runtime.getRuntime().availableProcessors();
    boolean able =
        processors > 1
            && Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "taskset")));
    return able ? new Pins(core(0), core(processors - 1)) : new Pins(List.of(), List.of());
  }

  /// What a reader has to know of it.
  String said() {
    return engine.isEmpty()
        ? "Sender and engine share all cores, because there is one core only, or no taskset."
        : "Sender: %s. Engine: %s.".formatted(String.join(" ", sender), String.join(" ", engine));
  }

  private static List<String> core(int number) {
    return List.of("taskset", "-c", Integer.toString(number));
  }
}
