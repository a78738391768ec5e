package io.perftune;

import io.perftune.cli.Cli;
import io.perftune.cli.StopOnSignal;
import io.perftune.mcp.Reception;
import io.perftune.mcp.StdioServer;
import io.perftune.verb.Dispatcher;
import io.perftune.verb.ToolVersion;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/// Starts the command line, or with the one word `mcp` the server on standard input and output.
public final class Main {
  private Main() {}

  public static void main(String[] args) throws IOException {
    Locale.setDefault(Locale.ROOT); // figures read the same wherever they were printed
    Wiring wiring = Wiring.ofProcess();
    run(List.of(args), () -> new Dispatcher(wiring.verbs()), wiring);
  }

  /// @param dispatcher called once, when it is needed
  static void run(List<String> words, Supplier<Dispatcher> dispatcher, Wiring wiring)
      throws IOException {
    if (words.equals(List.of("mcp"))) {
      serve(dispatcher, wiring);
    } else {
      command(dispatcher.get(), wiring, words);
    }
  }

  private static void command(Dispatcher dispatcher, Wiring wiring, List<String> words) {
    Cli cli =
        new Cli(
            dispatcher,
            wiring::context,
            ToolVersion.described(),
            stream(FileDescriptor.out),
            stream(FileDescriptor.err));
    StopOnSignal stop = StopOnSignal.of(Thread.currentThread());
    int code = cli.run(words);
    stop.ended();
    System.exit(code);
  }

  /// Standard output carries the protocol only: whoever else prints to it, prints to standard
  /// error. Where the launcher names a recording in the property perftune.opening, the client's
  /// first requests are answered from it, before the server is there.
  private static void serve(Supplier<Dispatcher> dispatcher, Wiring wiring) throws IOException {
    System.setOut(System.err);
    StdioServer.Streams streams =
        new StdioServer.Streams(
            new FileInputStream(FileDescriptor.in),
            new FileOutputStream(FileDescriptor.out),
            () -> Thread.ofPlatform().start(() -> System.exit(0)));
    String recording = System.getProperty("perftune.opening", "");
    Optional<StdioServer.Streams> rest =
        recording.isEmpty() ? Optional.of(streams) : Reception.receive(Path.of(recording), streams);
    if (rest.isPresent()) {
      serve(dispatcher.get(), wiring, rest.get());
    }
    System.exit(0);
  }

  private static void serve(Dispatcher dispatcher, Wiring wiring, StdioServer.Streams streams)
      throws IOException {
    StdioServer server =
        new StdioServer(
            dispatcher, wiring::context, ToolVersion.current(), wiring.checkout(), streams);
    Runtime.getRuntime().addShutdownHook(new Thread(server::stop, "stop"));
    server.serve();
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
  }
}
