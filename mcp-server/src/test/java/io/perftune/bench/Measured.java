package io.perftune.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a program took from its start to its end.
///
/// @param cpuSeconds user and system
/// @param peakMib its resident memory at most, looked at every few milliseconds
record Measured(double seconds, double cpuSeconds, long peakMib) {
  private static final Pattern TIMES = Pattern.compile("(\\d+)m([0-9.]+)s");
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");
  private static final String TIMED =
      "times=$1; out=$2; shift 2; \"$@\" >\"$out\" 2>&1; code=$?; times >\"$times\"; exit $code";

  /// Runs a program to its end.
  ///
  /// @throws IOException where it fails, with what it printed last
  static Measured of(List<String> command, Path directory)
      throws IOException, InterruptedException {
    Path times = directory.resolve("times");
    Path out = directory.resolve("out");
    List<String> timed = new ArrayList<>(List.of("bash", "-c", TIMED, "bash"));
    timed.addAll(List.of(times.toString(), out.toString()));
    timed.addAll(command);
    long start = System.nanoTime();
    Process shell = new ProcessBuilder(timed).inheritIO().start();
    long peak = 0;
    do {
      peak = Math.max(peak, shell.descendants().mapToLong(Measured::resident).max().orElse(0));
    } while (!shell.waitFor(5, TimeUnit.MILLISECONDS));
    double seconds = (System.nanoTime() - start) / 1e9;
    if (shell.exitValue() != 0) {
      throw new IOException(
          "exit %d of %s: %s".formatted(shell.exitValue(), command.getLast(), tail(out)));
    }
    return new Measured(seconds, cpu(Files.readString(times)), peak / 1024);
  }

  String said() {
    return String.format(
        Locale.ROOT, "%.2f s, %.2f s of processor, %d MiB resident", seconds, cpuSeconds, peakMib);
  }

  private static double cpu(String times) {
    double seconds = 0;
    for (Matcher found = TIMES.matcher(times); found.find(); ) {
      seconds += 60 * Double.parseDouble(found.group(1)) + Double.parseDouble(found.group(2));
    }
    return seconds;
  }

  /// 0 where the process has gone, or the system does not tell.
  private static long resident(ProcessHandle process) {
    Path status = Path.of("/proc/" + process.pid() + "/status");
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .map(PEAK::matcher)
          .filter(Matcher::find)
          .mapToLong(found -> Long.parseLong(found.group(1)))
          .findFirst()
          .orElse(0);
    } catch (IOException | java.io.UncheckedIOException _) {
      return 0;
    }
  }

  private static String tail(Path out) throws IOException {
    String printed = Files.exists(out) ? Files.readString(out) : "";
    return printed.substring(Math.max(0, printed.length() - 2_000));
  }
}
