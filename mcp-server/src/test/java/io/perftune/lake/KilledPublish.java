package io.perftune.lake;

import io.perftune.lake.s3.S3Sample;
import io.perftune.lake.store.LocalStore;
import io.perftune.lake.store.StepObserver;
import io.perftune.lake.store.Store;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;

/// A process of its own that publishes into a lake, in a directory or a bucket, and, at one moment,
/// waits to be killed.
final class KilledPublish {
  private KilledPublish() {}

  /// Publishes.
  ///
  /// @param arguments the lake or, of a bucket, the address of its store; the content; the number
  ///   of the moment
  public static void main(String[] arguments) throws IOException {
    PrintStream out = System.out;
    int at = Integer.parseInt(arguments[2]);
    int[] count = new int[1];
    StepObserver observer =
        moment -> {
          if (count[0]++ == at) {
            out.println(moment);
            out.flush();
            waitForever();
          }
        };
    try (Store store = store(arguments[0], observer)) {
      new Lake(store).publish(LakeSample.small(arguments[1]), IfExists.OVERWRITE);
    }
    out.println("done");
  }

  /// Of a bucket each request is a step.
  static Store store(String lake, StepObserver observer) {
    return lake.startsWith("http:")
        ? new WatchedStore(S3Sample.store(URI.create(lake)), observer)
        : new LocalStore(Path.of(lake), observer);
  }

  /// Starts it, and kills it where it waits.
  ///
  /// @return the moment at which it was
  static String kill(String lake, String content, int moment)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                KilledPublish.class.getName(),
                lake,
                content,
                String.valueOf(moment))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader said = process.inputReader()) {
      return String.valueOf(said.readLine());
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  /// Until the test kills this process.
  private static void waitForever() {
    try {
      Thread.sleep(Long.MAX_VALUE);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
