package io.perftune.client;

import io.perftune.client.health.HealthWatch;
import io.perftune.client.http.Limits;
import io.perftune.client.http.Target;
import io.perftune.value.ClientHealth;
import io.perftune.value.Json;
import io.perftune.workspace.AtomicFiles;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// One whole run: the rehearsal, the warm-up, the requests that count, and the files.
final class Measurement {
  private static final String COMPLETION = "client.json";

  private final Target target;
  private final Limits limits;
  private final Load load;
  private final ChatRequests requests;
  private final Path directory;
  private volatile boolean cancelled;
  private volatile Runnable stop = () -> {};

  Measurement(Target target, Limits limits, Load load, ChatRequests requests, Path directory) {
    this.target = target;
    this.limits = limits;
    this.load = load;
    this.requests = requests;
    this.directory = directory;
  }

  /// When the requests that count began and ended, and how late the client was meanwhile.
  ///
  /// @param health null where the run was cancelled before
  private record Counted(long startedNs, long endedNs, @Nullable ClientHealth health) {}

  /// Runs to the end, and leaves client.json when all else is on the disk.
  ///
  /// @throws IOException where a row is not one or the disk refuses; then there is no client.json
  void run() throws IOException, InterruptedException {
    Path streams = Files.createDirectories(directory).resolve("streams.bin");
    Path lines = directory.resolve("ended.jsonl");
    Files.deleteIfExists(directory.resolve(COMPLETION));
    long rehearsed = Rehearsal.run();
    EpochClock clock = EpochClock.now();
    RunFiles files =
        RunFiles.start(
            clock,
            requests.mask(),
            Files.newOutputStream(streams),
            Files.newOutputStream(lines),
            () -> stop.run());
    Counted counted;
    try (ClosedLoop loop = new ClosedLoop(target, limits, files, load.concurrency())) {
      stop = loop::cancel;
      if (cancelled) {
        loop.cancel();
      }
      counted = phases(loop, clock);
    } finally {
      files.finish();
    }
    sync(streams);
    sync(lines);
    ObjectNode completion = completion(counted);
    completion.put("rehearsed", rehearsed).put("starts_put_off", files.putOff());
    AtomicFiles.write(directory.resolve(COMPLETION), Json.pretty(completion));
  }

  /// Ends what is in flight; [#run] then returns with whole files. From any thread.
  void cancel() {
    cancelled = true;
    stop.run();
  }

  private Counted phases(ClosedLoop loop, EpochClock clock)
      throws IOException, InterruptedException {
    if (load.warmup() > 0) {
      loop.run(outbox("warmup", 0, load.warmup()));
    }
    long start = System.nanoTime();
    if (cancelled) {
      return new Counted(clock.epochNs(start), clock.epochNs(start), null);
    }
    HealthWatch watch = HealthWatch.start(loop.loops());
    loop.run(outbox("profiling", load.warmup(), load.all()));
    ClientHealth health = watch.stop();
    return new Counted(clock.epochNs(start), clock.epochNs(System.nanoTime()), health);
  }

  private Outbox outbox(String phase, int first, int until) {
    return new Outbox(number -> requests.request(number, phase), first, until, load.concurrency());
  }

  private ObjectNode completion(Counted counted) {
    ClientHealth health = counted.health();
    List<String> flags =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(flag -> flag.startsWith("-X"))
            .toList();
    ObjectNode completion =
        Json.object()
            .put("version", ClientMain.version())
            .put("complete", !cancelled)
            .put("cancelled", cancelled)
            .put("requests", load.requests())
            .put("warmup", load.warmup())
            .put("concurrency", load.concurrency());
    completion.set("health", health == null ? completion.nullNode() : health.json());
    return completion
        .put("started_ns", counted.startedNs())
        .put("ended_ns", counted.endedNs())
        .put("java", System.getProperty("java.version"))
        .set("flags", Json.strings(flags));
  }

  private static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }
}
