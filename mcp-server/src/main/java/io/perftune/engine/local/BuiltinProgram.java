package io.perftune.engine.local;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// The streaming client that ships with this product, as a program of its own: the JDK that runs
/// this one, the few libraries that it needs, and its JVM flags.
///
/// Only the first compiler tier, because the second's threads disturb the event loop, and a
/// collector without long pauses, in a heap that never grows; without memory it ends rather than
/// lose what one thread held. Netty takes no samples of its buffers for leaks: each would walk the
/// stack on the event loop, between two stamps. A measurement thereby shares no thread, heap or
/// compiler with whoever started it.
public final class BuiltinProgram {
  static final String ORIGIN = "built in";
  private static final String MAIN = "io.perftune.client.ClientMain";
  private static final String HEAP = "512m";
  private static final List<String> LIBRARIES =
      List.of("netty-", "jackson-", "picocli-", "HdrHistogram-");

  private BuiltinProgram() {}

  /// The program.
  ///
  /// @param version of this product
  public static EngineProgram of(String version) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseZGC",
            "-Xms" + HEAP,
            "-Xmx" + HEAP,
            "-XX:+ExitOnOutOfMemoryError",
            "-Dio.netty.leakDetection.level=disabled",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(List.of("-cp", classPath(System.getProperty("java.class.path")), MAIN));
    return new EngineProgram(command, ORIGIN, version, List.of());
  }

  /// The product itself and what the client uses, by absolute path, in their order.
  static String classPath(String whole) {
    return Arrays.stream(whole.split(File.pathSeparator))
        .filter(entry -> !entry.isEmpty())
        .map(entry -> Path.of(entry).toAbsolutePath().normalize())
        .filter(BuiltinProgram::needed)
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static boolean needed(Path entry) {
    String name = String.valueOf(entry.getFileName());
    return name.equals("classes")
        || name.startsWith("mcp-server-")
        || LIBRARIES.stream().anyMatch(name::startsWith);
  }
}
