package io.perftune.verb.cellrun;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// This very program as a command: the JDK that runs it, its JVM flags, its class path.
final class OwnProgram {
  private static final String MAIN = "io.perftune.Main";

  /// Flags that are about this process alone: debuggers, agents, recordings of its classes.
  private static final List<String> OWN =
      List.of(
          "-agentlib:",
          "-agentpath:",
          "-javaagent:",
          "-Xrunjdwp",
          "-XX:StartFlightRecording",
          "-XX:AOTMode",
          "-XX:AOTConfiguration",
          "-XX:AOTCacheOutput",
          "-XX:ArchiveClassesAtExit");

  private OwnProgram() {}

  /// The words before those of the command line.
  static List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (OWN.stream().noneMatch(flag::startsWith)) {
        command.add(flag);
      }
    }
    command.addAll(List.of("-cp", classPath(System.getProperty("java.class.path")), MAIN));
    return command;
  }

  private static String classPath(String own) {
    return Arrays.stream(own.split(File.pathSeparator))
        .filter(entry -> !entry.isEmpty())
        .map(entry -> Path.of(entry).toAbsolutePath().normalize().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
