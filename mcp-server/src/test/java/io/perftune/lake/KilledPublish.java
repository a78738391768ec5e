package io.perftune.lake;

import io.perftune.lake.store.LocalStore;
import io.perftune.lake.store.StepObserver;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/// A process of its own that publishes into a local lake and, at one moment, waits to be killed.
final class KilledPublish {
  private KilledPublish() {}

  /// Publishes.
  ///
  /// @param arguments the lake, the content, and the number of the moment
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
    new Lake(new LocalStore(Path.of(arguments[0]), observer))
        .publish(LakeSample.small(arguments[1]), IfExists.OVERWRITE);
    out.println("done");
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
