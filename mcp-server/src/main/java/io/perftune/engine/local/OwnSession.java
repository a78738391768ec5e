package io.perftune.engine.local;

import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Puts a program into a session of its own, so that all of it can be signalled at once and a
/// terminal's ^C does not reach it behind our back.
///
/// Both launchers replace themselves by the program and keep the pid: setsid(1) forks only when it
/// leads a process group, and a child of this program never does; macOS has no setsid(1), but perl.
final class OwnSession {
  private OwnSession() {}

  /// The words that go before a program's.
  static List<String> launcher(@Nullable String searchPath) {
    String directories = searchPath == null ? "/usr/bin:/bin" : searchPath + ":/usr/bin:/bin";
    Path setsid = Programs.onPath(directories, "setsid");
    if (setsid != null) {
      return List.of(setsid.toString());
    }
    Path perl = Programs.onPath(directories, "perl");
    if (perl != null) {
      return List.of(
          perl.toString(), "-MPOSIX", "-e", "POSIX::setsid() > 0 or die; exec { $ARGV[0] } @ARGV");
    }
    throw new ProblemException(
        Problem.of(
            "no-setsid",
            "Neither setsid nor perl is on PATH; one of them must start the load generator.",
            "Install util-linux."));
  }
}
