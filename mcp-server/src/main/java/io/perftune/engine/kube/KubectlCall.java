package io.perftune.engine.kube;

import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// One call of kubectl that is over soon: something goes in, something comes out.
///
/// @param limit after which it is ended
record KubectlCall(List<String> argv, Map<String, String> environment, Duration limit) {
  private static final int LONGEST_STDERR = 64 * 1024;

  KubectlCall {
    argv = List.copyOf(argv);
    environment = Map.copyOf(environment);
  }

  /// Writes what the call is given.
  @FunctionalInterface
  interface Feed {
    /// Nothing.
    Feed NOTHING = _ -> {};

    void writeTo(OutputStream out) throws IOException;
  }

  /// Reads what comes back, to its end.
  @FunctionalInterface
  interface Take<T> {
    T readFrom(InputStream in) throws IOException;
  }

  /// How it ended.
  record Ended<T>(int exitCode, T output, String stderr) {}

  /// Reads all of it as text.
  static String text(InputStream in) throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  /// Runs it.
  ///
  /// @throws InterruptedException after it was ended
  /// @throws ProblemException where it cannot be started, takes too long, or its output cannot be
  ///   read
  <T> Ended<T> run(Feed feed, Take<T> take) throws InterruptedException {
    Process process = start();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        threads.execute(() -> write(feed, process));
        Future<T> output = threads.submit(() -> take.readFrom(process.getInputStream()));
        Future<String> stderr = threads.submit(() -> cut(process.getErrorStream()));
        T read = output.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        String said = stderr.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        return new Ended<>(process.waitFor(), read, said);
      } catch (TimeoutException _) {
        throw new ProblemException(tooLong());
      } catch (ExecutionException e) {
        throw unreadable(e.getCause());
      } finally {
        // Its children too, where it is a script: they hold the outputs open.
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    }
  }

  private Process start() {
    ProcessBuilder builder = new ProcessBuilder(argv);
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new ProblemException(
          Problem.of(
              "kubectl-not-usable",
              "%s cannot be started: %s.".formatted(argv.getFirst(), e.getMessage()),
              "Run it with version --client to see what is wrong."),
          e);
    }
  }

  /// A call may end before it has read everything.
  private static void write(Feed feed, Process process) {
    try (OutputStream out = process.getOutputStream()) {
      feed.writeTo(out);
    } catch (IOException _) {
      return; // told by the exit code
    }
  }

  /// The beginning; the rest is read too, so that the call never waits.
  private static String cut(InputStream in) throws IOException {
    String start = new String(in.readNBytes(LONGEST_STDERR), StandardCharsets.UTF_8);
    in.transferTo(OutputStream.nullOutputStream());
    return start;
  }

  private static RuntimeException unreadable(@Nullable Throwable cause) {
    return cause instanceof IOException io
        ? new UncheckedIOException("what kubectl says cannot be read", io)
        : new IllegalStateException(cause);
  }

  private Problem tooLong() {
    return Problem.of(
        "cluster-too-slow",
        "kubectl did not end within %d s.".formatted(limit.toSeconds()),
        "See whether the cluster answers: kubectl get pod.");
  }
}
