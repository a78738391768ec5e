package io.perftune.engine.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/// Shell scripts that stand in for AIPerf, and what tests wait for.
final class Standin {
  static final UnaryOperator<String> NO_SECRET = line -> line;

  /// Takes a canary out of a line, as the real filter takes out a key.
  static final String CANARY = "sk-canary-0123456789";

  static final UnaryOperator<String> SCRUB = line -> line.replace(CANARY, "[redacted]");

  private Standin() {}

  /// An executable script.
  static Path script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file;
  }

  static ChildProcess.Spec spec(Path directory, String shell, Duration limit) {
    return new ChildProcess.Spec(
        "aa-c1-t1",
        List.of("/bin/sh", "-c", shell),
        Map.of("PATH", System.getenv("PATH"), "DIR", directory.toString(), "KEY", CANARY),
        directory.resolve("commands"),
        limit);
  }

  /// Waits for something that will come; fails after a minute.
  static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("what was waited for did not come within a minute");
      }
      Thread.onSpinWait();
      pause();
    }
  }

  /// Between two looks at a condition; the look decides, never the pause.
  private static void pause() {
    try {
      Thread.sleep(5);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while waiting", e);
    }
  }

  /// Whether the process still runs; one that was killed and waits for init does not.
  static boolean lives(Path pidFile) throws IOException {
    long pid = Long.parseLong(Files.readString(pidFile).strip());
    return ProcessHandle.of(pid).filter(ChildSession::runs).isPresent();
  }
}
