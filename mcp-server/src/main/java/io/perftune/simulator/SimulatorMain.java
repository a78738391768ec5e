package io.perftune.simulator;

import io.perftune.simulator.behaviour.ProfileException;
import io.perftune.simulator.behaviour.Profiles;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The simulator as a program of its own: `bin/simulator`.
///
/// Exit codes: 0 its parent is gone, 2 refused, 143 and 130 stopped by SIGTERM and SIGINT.
@Command(
    name = "simulator",
    mixinStandardHelpOptions = true,
    versionProvider = SimulatorMain.Version.class,
    sortOptions = false,
    description =
        "An OpenAI-compatible endpoint with known truth. Its models and their switches are in docs/simulator.md.")
public final class SimulatorMain implements Callable<Integer> {
  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8400",
      description = "The port to listen on; 0: any free one. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "The address to listen on. Default: ${DEFAULT-VALUE}.")
  private String bind = "";

  @Option(
      names = "--profiles",
      paramLabel = "FILE",
      description = "Models and their switches, as JSON, beside the built-in ones.")
  private @Nullable Path profiles;

  @Option(
      names = "--truth-log",
      paramLabel = "FILE",
      description = "Append a line of JSON for each chat request: what was really sent, and when.")
  private @Nullable Path truthLog;

  @Option(
      names = "--key-env",
      paramLabel = "NAME",
      description = "Demand the bearer key that this environment variable holds.")
  private @Nullable String keyVariable;

  @Option(
      names = "--ready-file",
      paramLabel = "FILE",
      description = "Write the origin to this file once listening; removed at the end.")
  private @Nullable Path readyFile;

  @Option(
      names = "--exit-with-parent-pid",
      paramLabel = "PID",
      description = "Exit when the process with this id is gone.")
  private @Nullable Long parent;

  /// The version, from the jar's manifest.
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = SimulatorMain.class.getPackage().getImplementationVersion();
      return new String[] {"simulator " + (version == null ? "(not packaged)" : version)};
    }
  }

  public static void main(String[] args) {
    System.exit(new CommandLine(new SimulatorMain()).execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    Simulator simulator;
    try {
      SimulatorSettings settings = settings();
      WarmUp.run();
      simulator = Simulator.start(settings);
    } catch (NoSuchFileException e) {
      return refused("there is no file " + e.getMessage());
    } catch (BindException e) {
      return refused(bind + ":" + port + " cannot be listened on: " + e.getMessage());
    } catch (IOException | ProfileException | IllegalArgumentException e) {
      return refused(e.getMessage());
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(simulator), "close"));
    System.out.println("simulator: listening on " + simulator.origin());
    try {
      announce(simulator);
    } catch (IOException e) {
      return refused("the ready file cannot be written: " + e.getMessage());
    }
    awaitParent();
    return 0;
  }

  private static int refused(@Nullable String reason) {
    System.err.println("simulator: " + reason);
    return CommandLine.ExitCode.USAGE;
  }

  private SimulatorSettings settings() throws IOException, ProfileException {
    SimulatorSettings settings = SimulatorSettings.local().withAddress(bind, port).withKept(0);
    if (profiles != null) {
      settings = settings.with(Profiles.read(profiles));
    }
    if (truthLog != null) {
      settings = settings.withTruthLog(truthLog);
    }
    if (keyVariable != null) {
      String key = System.getenv(keyVariable);
      if (key == null) {
        throw new IllegalArgumentException("the environment has no " + keyVariable);
      }
      settings = settings.withKey(new BearerKey(key));
    }
    return settings;
  }

  private void announce(Simulator simulator) throws IOException {
    if (readyFile != null) {
      Path whole = readyFile.toAbsolutePath();
      Path partial =
          whole.resolveSibling(whole.getFileName() + "." + ProcessHandle.current().pid());
      Files.writeString(partial, simulator.origin() + "\n");
      Files.move(
          partial, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /// Returns when the parent is gone; without one to watch, never.
  private void awaitParent() throws InterruptedException {
    if (parent == null) {
      new CountDownLatch(1).await();
    } else {
      ProcessHandle.of(parent).ifPresent(process -> process.onExit().join());
    }
  }

  private void close(Simulator simulator) {
    try {
      if (readyFile != null) {
        Files.deleteIfExists(readyFile);
      }
      simulator.close();
    } catch (IOException e) {
      System.err.println("simulator: " + e.getMessage());
    }
  }
}
