package io.perftune.engine.kube;

import static java.util.Objects.requireNonNull;

import io.perftune.engine.local.Programs;
import io.perftune.value.BenchPod;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.Secret;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// kubectl, aimed at one pod: the one place where its command lines are made.
///
/// @param program an absolute path
/// @param environment all that it sees: this program's own without the endpoint's credentials,
///   because clusters are entered by plug-ins with variables of their own
public record Kubectl(String program, Map<String, String> environment, BenchPod pod) {
  /// Runs what its standard input holds after its length, so that no file is needed in the pod and
  /// nothing depends on an end of input that some proxies do not pass on.
  private static final String RUN_INPUT =
      "import sys;b=sys.stdin.buffer;exec(b.read(int(b.readline())))";

  public Kubectl {
    requireNonNull(program, "program is null");
    environment = Map.copyOf(environment);
    requireNonNull(pod, "pod is null");
  }

  /// The one on PATH.
  ///
  /// @param secrets no variable with such a value is handed on
  /// @throws ProblemException `kubectl-not-found`
  public static Kubectl onPath(
      Map<String, String> environment, Collection<Secret> secrets, BenchPod pod) {
    Path program = Programs.onPath(environment.get("PATH"), "kubectl");
    if (program == null) {
      throw new ProblemException(
          new Problem(
              "kubectl-not-found",
              "aa.bench_pod is given, and there is no kubectl on PATH.",
              "aa.bench_pod",
              "Install kubectl (https://kubernetes.io/docs/tasks/tools/), or remove bench_pod and measure from here."));
    }
    Map<String, String> seen = new TreeMap<>(environment);
    seen.values().removeIf(value -> secrets.stream().anyMatch(s -> s.reveal().equals(value)));
    return new Kubectl(program.toString(), seen, pod);
  }

  /// kubectl with its context and namespace, then these words.
  List<String> words(String... words) {
    List<String> argv = new ArrayList<>(List.of(program));
    if (pod.context() != null) {
      argv.addAll(List.of("--context", pod.context()));
    }
    if (pod.namespace() != null) {
      argv.addAll(List.of("--namespace", pod.namespace()));
    }
    argv.addAll(List.of(words));
    return argv;
  }

  /// A verb of the agent, in the pod; what it needs comes by its standard input.
  List<String> agent(String... verb) {
    List<String> argv = words("exec", "-i", pod.name(), "--", "python3", "-u", "-c", RUN_INPUT);
    argv.addAll(List.of(verb));
    return argv;
  }

  /// What starts a load generator in the pod: the first words of its command line.
  ///
  /// @param directory in the pod
  /// @param command of the pod
  public List<String> starting(Path directory, List<String> command) {
    List<String> argv = agent("run", directory.toString(), "--");
    argv.addAll(command);
    return argv;
  }
}
