package io.perftune;

import io.perftune.cli.Cli;
import io.perftune.config.ShellWords;
import io.perftune.verb.Dispatcher;
import io.perftune.verb.ToolVersion;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Runs command lines one after another in one process, a line of standard input each, so that the
/// JVM can write down which classes they load; bin/start-cache starts it.
///
/// What they print goes to standard error. It stops at the first whose exit code is not 0, and ends
/// with that code.
final class Rehearsal {
  private Rehearsal() {}

  public static void main(String[] args) throws IOException {
    Locale.setDefault(Locale.ROOT);
    Wiring wiring = Wiring.ofProcess();
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), false, StandardCharsets.UTF_8);
    Cli cli =
        new Cli(new Dispatcher(wiring.verbs()), wiring::context, ToolVersion.current(), err, err);
    System.exit(run(cli));
  }

  private static int run(Cli cli) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int code = cli.run(ShellWords.split(line));
        if (code != 0) {
          return code;
        }
      }
    }
    return 0;
  }
}
