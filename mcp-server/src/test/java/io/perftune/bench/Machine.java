package io.perftune.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;

/// What a reader has to know of the machine that a figure comes from.
final class Machine {
  private static final Path CPUS = Path.of("/proc/cpuinfo");
  private static final Path LOAD = Path.of("/proc/loadavg");

  private Machine() {}

  static void print() throws IOException {
    System.out.printf(
        "%s, %s, %d processors%s, Java %s, load average %s%n",
        Instant.now().truncatedTo(ChronoUnit.SECONDS),
        System.getProperty("os.name"),
        Runtime.getRuntime().availableProcessors(),
        processor(),
        System.getProperty("java.version"),
        load());
  }

  /// The load of the last minute; a dash where the system does not tell.
  static String load() throws IOException {
    return Files.exists(LOAD) ? Files.readString(LOAD).split(" ", 2)[0] : "-";
  }

  private static String processor() throws IOException {
    if (!Files.exists(CPUS)) {
      return "";
    }
    try (Stream<String> lines = Files.lines(CPUS)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .findFirst()
          .map(line -> " (" + line.split(":", 2)[1].strip() + ")")
          .orElse("");
    }
  }
}
