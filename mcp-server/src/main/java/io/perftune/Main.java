package io.perftune;

import io.perftune.cli.Cli;
import io.perftune.cli.StopOnSignal;
import io.perftune.verb.Dispatcher;
import io.perftune.verb.ToolVersion;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Starts the command line.
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    Wiring wiring = Wiring.ofProcess();
    Cli cli =
        new Cli(
            new Dispatcher(wiring.verbs()),
            wiring::context,
            ToolVersion.current(),
            stream(FileDescriptor.out),
            stream(FileDescriptor.err));
    StopOnSignal stop = StopOnSignal.of(Thread.currentThread());
    int code = cli.run(List.of(args));
    stop.ended();
    System.exit(code);
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
  }
}
