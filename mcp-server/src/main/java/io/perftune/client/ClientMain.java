package io.perftune.client;

import io.perftune.value.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The client as a program of its own; the arguments say all of the run but its secrets.
///
/// Exit codes: 0 the run came to its end, whatever the server answered; 1 it did not; 2 refused;
/// 130 and 143 stopped by SIGINT and SIGTERM, with files that are whole.
@Command(
    name = "client",
    mixinStandardHelpOptions = true,
    versionProvider = ClientMain.Version.class,
    sortOptions = false,
    description =
        "A closed loop of streamed chat requests. It leaves streams.bin, ended.jsonl and, last, client.json.")
public final class ClientMain implements Callable<Integer> {
  @Mixin private TargetFlags target = new TargetFlags();
  @Mixin private ChatFlags chat = new ChatFlags();
  @Mixin private LoadFlags load = new LoadFlags();
  @Mixin private LimitFlags limits = new LimitFlags();

  @Option(
      names = "--output-directory",
      required = true,
      paramLabel = "DIR",
      description = "Where the three files go; made where it is not there.")
  private Path directory = Path.of("");

  private final Map<String, String> environment;

  private ClientMain(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /// The version, from the jar's manifest.
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"client " + version()};
    }
  }

  public static void main(String[] args) {
    System.exit(execute(System.getenv(), args));
  }

  /// The exit code of a run with this environment.
  static int execute(Map<String, String> environment, String... args) {
    return new CommandLine(new ClientMain(environment)).execute(args);
  }

  static String version() {
    String version = ClientMain.class.getPackage().getImplementationVersion();
    return version == null ? "(not packaged)" : version;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (PromptRows rows = chat.rows(load.load())) {
      ChatRequests requests = new ChatRequests(target.head(environment), chat.body(), rows);
      Measurement measurement =
          new Measurement(
              target.target(), limits.limits(), load.load(), requests, directory.toAbsolutePath());
      return run(measurement);
    } catch (IllegalArgumentException | IOException e) {
      System.err.println("client: " + e.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
  }

  private static int run(Measurement measurement) throws InterruptedException {
    StopSignal signal = StopSignal.calls(measurement::cancel);
    try {
      measurement.run();
      return CommandLine.ExitCode.OK;
    } catch (IOException | ProblemException e) {
      System.err.println("client: " + e.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    } finally {
      signal.over();
    }
  }
}
