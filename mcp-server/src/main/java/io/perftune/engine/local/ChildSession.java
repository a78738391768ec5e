package io.perftune.engine.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The processes that a child brought forth: its session, whose number is the child's pid, and its
/// descendants.
///
/// On Linux the members are read from /proc, so that one whose parent died is found as well;
/// elsewhere the process group and the descendants that were seen must do.
final class ChildSession {
  private static final Path PROC = Path.of("/proc");
  private static final Duration REAPING = Duration.ofSeconds(5);

  private final ProcessHandle leader;
  private final Set<ProcessHandle> seen = new LinkedHashSet<>();

  ChildSession(ProcessHandle leader) {
    this.leader = leader;
  }

  /// Sends a signal to the leader's process group, which is how a terminal would do it: AIPerf's
  /// own children ignore SIGINT, and uv does not pass on what its whole group receives.
  ///
  /// @param signal `INT`, `TERM` or `KILL`
  void signal(String signal) {
    remember();
    send(signal, leader.pid());
  }

  /// Kills whatever lives of the session, and returns when nothing does or five seconds have
  /// passed.
  void killAll() {
    remember();
    long end = System.nanoTime() + REAPING.toNanos();
    List<ProcessHandle> alive = members();
    if (!alive.isEmpty()) {
      send("KILL", leader.pid());
    }
    while (!alive.isEmpty() && System.nanoTime() < end) {
      alive.forEach(ProcessHandle::destroyForcibly);
      pause();
      alive = members();
    }
  }

  /// Waits for the leader's end, at most that long; an interrupt meanwhile is kept for later.
  boolean awaitLeader(Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    while (runs(leader) && System.nanoTime() < end) {
      pause();
    }
    return !runs(leader);
  }

  /// SIGINT, a wait, SIGTERM, a wait, SIGKILL to everything; only the last where the leader has
  /// ended by itself.
  ///
  /// AIPerf answers the first by writing what it has; a second SIGINT would make it kill itself.
  void end(Duration afterInterrupt, Duration afterTerminate) {
    if (runs(leader)) {
      signal("INT");
      if (!awaitLeader(afterInterrupt)) {
        signal("TERM");
        awaitLeader(afterTerminate);
      }
    }
    killAll();
  }

  /// Living members, the leader included.
  List<ProcessHandle> members() {
    Stream<ProcessHandle> inSession =
        Files.isDirectory(PROC)
            ? ProcessHandle.allProcesses().filter(process -> sessionOf(process) == leader.pid())
            : Stream.of(leader);
    return Stream.concat(inSession, seen.stream()).distinct().filter(ChildSession::runs).toList();
  }

  /// Whether a process is the one that started at that time, to the second: the system clock's
  /// corrections move start times by less.
  static boolean startedAt(ProcessHandle process, Instant start) {
    return process
        .info()
        .startInstant()
        .map(actual -> Duration.between(actual, start).abs().compareTo(Duration.ofSeconds(1)) <= 0)
        .orElse(false);
  }

  private void remember() {
    leader.descendants().forEach(seen::add);
  }

  /// The session's number; -1 where the process is gone or there is no /proc.
  private static long sessionOf(ProcessHandle process) {
    String @Nullable [] fields = stat(process);
    return fields == null ? -1 : Long.parseLong(fields[3]);
  }

  /// Whether a process runs; one that is dead and waits for its parent to notice does not.
  static boolean runs(ProcessHandle process) {
    String @Nullable [] fields = stat(process);
    boolean zombie = fields != null && (fields[0].equals("Z") || fields[0].equals("X"));
    return process.isAlive() && !zombie;
  }

  /// state, ppid, pgrp, session, ... of proc_pid_stat(5): what follows the command's name.
  private static String @Nullable [] stat(ProcessHandle process) {
    try {
      String stat = Files.readString(PROC.resolve(process.pid() + "/stat"));
      return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    } catch (IOException _) {
      return null; // it ended meanwhile
    }
  }

  /// `kill` is a builtin of every shell, whereas the program is missing in slim images.
  private static void send(String signal, long group) {
    try {
      Process kill =
          new ProcessBuilder(
                  "/bin/sh", "-c", "kill -s \"$0\" -- \"-$1\"", signal, Long.toString(group))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      awaitQuietly(kill);
    } catch (IOException e) {
      throw new UncheckedIOException("/bin/sh cannot be started to send a signal", e);
    }
  }

  private static void awaitQuietly(Process process) {
    boolean interrupted = false;
    long end = System.nanoTime() + REAPING.toNanos();
    while (process.isAlive() && System.nanoTime() < end) {
      try {
        process.waitFor(100, TimeUnit.MILLISECONDS);
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pause() {
    boolean interrupted = Thread.interrupted();
    try {
      Thread.sleep(20);
    } catch (InterruptedException _) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
