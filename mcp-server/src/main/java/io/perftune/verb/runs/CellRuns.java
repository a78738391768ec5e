package io.perftune.verb.runs;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.workspace.AtomicFiles;
import io.perftune.workspace.CampaignDirectory;
import io.perftune.workspace.CellDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The runs of one cell, a directory each: runs/<run_id>/run.json, progress.json, reply.json, log.
public record CellRuns(CellDirectory cell) {
  public CellRuns {
    requireNonNull(cell, "cell is null");
  }

  /// Where a run keeps its files.
  public Path directory(String runId) {
    return cell.runs().resolve(runId);
  }

  /// What a run of its own printed.
  public Path log(String runId) {
    return directory(runId).resolve("log");
  }

  /// The ids of all runs, the newest first.
  public List<String> ids() {
    if (!Files.isDirectory(cell.runs())) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(cell.runs())) {
      return entries
          .filter(entry -> Files.exists(entry.resolve("run.json")))
          .map(entry -> entry.getFileName().toString())
          .sorted()
          .toList()
          .reversed();
    } catch (IOException e) {
      throw CampaignDirectory.unreadable(cell.runs(), e);
    }
  }

  /// The run of that id.
  ///
  /// @throws ProblemException `bad-run` where its record is none
  public RunRecord read(String runId) {
    Path file = file(runId);
    try {
      return RunRecord.of(Json.MAPPER.readTree(CampaignDirectory.bytes(file)));
    } catch (JacksonException | DateTimeException e) {
      throw new ProblemException(
          new Problem(
              "bad-run",
              "run.json is no record of a run: %s.".formatted(e.getMessage()),
              file.toString(),
              "Move the run's directory away."),
          e);
    }
  }

  /// The newest run that goes on here; a record that cannot be read is of none.
  public Optional<RunRecord> going(String host, Instant now) {
    for (String runId : ids()) {
      try {
        RunRecord run = read(runId);
        if (run.state(host, now) == RunState.RUNNING) {
          return Optional.of(run);
        }
      } catch (ProblemException _) {
        // Whoever lists the runs is told of it.
      }
    }
    return Optional.empty();
  }

  /// Whether the run has a record.
  public boolean has(String runId) {
    return Files.exists(file(runId));
  }

  /// Makes a record durable.
  public void write(RunRecord run) {
    AtomicFiles.write(file(run.runId()), Json.pretty(run.json()));
  }

  /// How far the run has come; empty where it has not said.
  public Optional<Advance> advance(String runId) {
    return json(directory(runId).resolve("progress.json")).map(Advance::of);
  }

  /// Tells how far the run has come. It is not made durable, because the disk may be busy with what
  /// is measured, and a disk that refuses it stops no run.
  void write(String runId, Advance advance) {
    Path file = directory(runId).resolve("progress.json");
    Path next = directory(runId).resolve(".progress");
    try {
      Files.writeString(next, Json.line(advance.json()));
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException _) {
      // Whoever follows sees the run's record and its end.
    }
  }

  /// What the run answered; empty while it has not.
  public Optional<RunReply> reply(String runId) {
    return json(directory(runId).resolve("reply.json")).map(RunReply::of);
  }

  /// Keeps what the run answered.
  void write(String runId, RunReply reply) {
    AtomicFiles.write(directory(runId).resolve("reply.json"), Json.pretty(reply.toJson()));
  }

  /// Asks the run to stop; it looks a few times a second.
  public void askToStop(String runId) {
    AtomicFiles.write(stop(runId), "");
  }

  /// Whether somebody asked the run to stop.
  boolean stopAsked(String runId) {
    return Files.exists(stop(runId));
  }

  /// Forgets a run that never began.
  public void forget(String runId) {
    try (Stream<Path> files = Files.list(directory(runId))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(directory(runId));
    } catch (IOException e) {
      throw AtomicFiles.cannotWrite(directory(runId), e);
    }
  }

  private Path file(String runId) {
    return directory(runId).resolve("run.json");
  }

  private Path stop(String runId) {
    return directory(runId).resolve("stop");
  }

  private static Optional<JsonNode> json(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    return Optional.of(Json.MAPPER.readTree(CampaignDirectory.bytes(file)));
  }
}
