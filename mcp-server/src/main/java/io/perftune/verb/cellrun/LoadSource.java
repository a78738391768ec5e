package io.perftune.verb.cellrun;

import static java.util.Objects.requireNonNull;

import io.perftune.engine.LoadEngine;
import io.perftune.engine.http.HttpExchange;
import io.perftune.engine.kube.KubeEngine;
import io.perftune.engine.kube.Kubectl;
import io.perftune.engine.kube.PodExchange;
import io.perftune.engine.kube.PodProgram;
import io.perftune.engine.local.AiperfLocator;
import io.perftune.engine.local.BuiltinProgram;
import io.perftune.engine.local.EngineProgram;
import io.perftune.engine.local.LocalEngine;
import io.perftune.value.AaWorkload;
import io.perftune.value.BenchPod;
import io.perftune.value.Cell;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.Secret;
import io.perftune.verb.Context;
import io.perftune.verb.HostName;
import io.perftune.verb.ToolVersion;
import io.perftune.workspace.CellDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What sends a cell's load, and where: AIPerf or our own client on this machine, or AIPerf in a
/// pod.
///
/// @param checkout where bin/setup-aiperf puts its virtual environment
record LoadSource(Cell cell, CellDirectory directory, Path checkout, Context context) {
  LoadSource {
    requireNonNull(cell, "cell is null");
    requireNonNull(directory, "directory is null");
    requireNonNull(checkout, "checkout is null");
    requireNonNull(context, "context is null");
  }

  /// The program. A plan is shown also where it is missing, and says that it is.
  ///
  /// @param key that no other program is to see; null where there is none
  /// @param planOnly a pod is looked at, and nothing is started in it
  /// @param missing what prevents a run is added
  /// @param problems what a reader should know is added
  EngineProgram program(
      @Nullable Secret key, boolean planOnly, List<Problem> missing, List<Problem> problems)
      throws InterruptedException {
    BenchPod pod = cell.aa().pod();
    if (pod != null) {
      return inPod(pod, key, planOnly, missing, problems);
    }
    if (cell.aa().engine().equals(AaWorkload.BUILTIN)) {
      return BuiltinProgram.of(ToolVersion.current());
    }
    try {
      EngineProgram program =
          new AiperfLocator(context.environment(), checkout, context.workingDirectory())
              .locate(cell.aa().load().aiperf().cmd());
      problems.addAll(program.warnings());
      return program;
    } catch (ProblemException e) {
      missing.addAll(e.problems());
      return new EngineProgram(List.of("aiperf"), "none", null, List.of());
    }
  }

  private EngineProgram inPod(
      BenchPod pod,
      @Nullable Secret key,
      boolean planOnly,
      List<Problem> missing,
      List<Problem> problems)
      throws InterruptedException {
    String asked = cell.aa().load().aiperf().cmd();
    List<String> command = asked == null ? List.of("aiperf") : AiperfLocator.words(asked);
    Path there = pod.directory(directory.root());
    EngineProgram program =
        new PodProgram(new Kubectl("kubectl", context.environment(), pod), command).unseen(there);
    try {
      Kubectl kubectl = Kubectl.onPath(context.environment(), secrets(key), pod);
      PodProgram found = new PodProgram(kubectl, command);
      program = found.unseen(there);
      if (planOnly) {
        found.look();
      } else {
        program = found.locate(there);
        problems.addAll(program.warnings());
      }
    } catch (ProblemException e) {
      missing.addAll(e.problems());
    }
    return program;
  }

  /// The engine that runs a cell's points.
  static LoadEngine engine(
      Cell cell, CellDirectory directory, CellSession.Means means, Context context) {
    BenchPod pod = cell.aa().pod();
    if (pod == null) {
      return new LocalEngine(context.environment(), LocalEngine.Kind.named(cell.aa().engine()));
    }
    return new KubeEngine(
        kubectl(pod, means, context), pod.directory(directory.root()), HostName.of(context));
  }

  /// What asks the cell's endpoint from its pod; null where it is asked from this machine.
  static @Nullable HttpExchange podExchange(Cell cell, CellSession.Means means, Context context) {
    BenchPod pod = cell.aa().pod();
    return pod == null
        ? null
        : new PodExchange(
            kubectl(pod, means, context),
            Duration.ofSeconds(cell.aa().load().timeouts().connect()));
  }

  private static Kubectl kubectl(BenchPod pod, CellSession.Means means, Context context) {
    List<Secret> secrets = new ArrayList<>(secrets(means.key()));
    secrets.addAll(means.headerVariables().values());
    return Kubectl.onPath(context.environment(), secrets, pod);
  }

  private static List<Secret> secrets(@Nullable Secret key) {
    return key == null ? List.of() : List.of(key);
  }
}
