package io.perftune.lake;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A process of its own that asks the system whether anybody holds the lock of a file.
final class LockProbe {
  private LockProbe() {}

  /// `held`, or `free`.
  static String ask(Path file) throws IOException {
    Process probe =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LockProbe.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader said = probe.inputReader()) {
      return String.valueOf(said.readLine());
    } finally {
      probe.destroyForcibly();
    }
  }

  public static void main(String[] arguments) throws IOException {
    PrintStream out = System.out;
    try (FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE)) {
      out.println(channel.tryLock() == null ? "held" : "free");
    }
  }
}
