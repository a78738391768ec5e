package io.perftune.value;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One child process that measures one trial of one point: what to start, and how long it may take.
///
/// @param name `aa-c<N>-t<k>`: the stem of its files in commands/
/// @param argv the exact command line, without a secret
/// @param configFile the text of the configuration file that argv names; it holds no secret; null
///   where there is none
/// @param requests how many profiling requests the run must leave
/// @param limit after which the run is ended from outside; zero for a run that was made elsewhere
public record EngineRun(
    String name, List<String> argv, @Nullable String configFile, int requests, Duration limit) {
  /// The variable from which a child reads the key, and which its configuration file names.
  public static final String KEY_VARIABLE = "OPENAI_API_KEY";

  public EngineRun {
    requireNonNull(name, "name is null");
    argv = List.copyOf(argv);
    requireNonNull(limit, "limit is null");
  }

  /// A run that was made elsewhere, of which a user brought the results: nothing is started.
  ///
  /// @param command as its export tells it; null where it does not
  public static EngineRun elsewhere(String name, @Nullable String command, int requests) {
    List<String> argv = command == null ? List.of() : List.of(command);
    return new EngineRun(name, argv, null, requests, Duration.ZERO);
  }

  /// Whether the run was made elsewhere.
  public boolean imported() {
    return limit.isZero();
  }

  /// How the child ended; what it measured is judged from what it left, never from this alone.
  ///
  /// @param exitCode of the child, 128 + signal where one ended it; -1 where it could not be
  ///   started
  /// @param ended why it ended
  /// @param lastLines the end of what it printed, scrubbed, for the reader of an error
  public record End(int exitCode, Cause ended, String lastLines) {
    public End {
      requireNonNull(ended, "ended is null");
      requireNonNull(lastLines, "lastLines is null");
    }
  }

  /// Why a child ended.
  public enum Cause {
    /// By itself.
    EXITED,
    /// The watchdog's limit passed.
    TIMED_OUT,
    /// The caller cancelled.
    CANCELLED,
    /// The program could not be started.
    NOT_STARTED
  }
}
