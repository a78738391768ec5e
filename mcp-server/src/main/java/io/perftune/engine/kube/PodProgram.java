package io.perftune.engine.kube;

import static java.util.Objects.requireNonNull;

import io.perftune.engine.local.AiperfLocator;
import io.perftune.engine.local.EngineProgram;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The AIPerf of a pod, after a look at everything between it and here: kubectl, its context, the
/// pod, python3.
public final class PodProgram {
  /// The first with `kubectl exec` as it is used here, and with JSON from `version --client`.
  private static final int OLDEST_MINOR = 20;

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Pattern MINOR = Pattern.compile("v?1\\.([0-9]+).*");
  private static final Pattern VERSION =
      Pattern.compile("\\b([0-9]+\\.[0-9]+\\.[0-9][0-9A-Za-z.+]*)");
  private static final String WHERE = "aa.bench_pod";

  private final Kubectl kubectl;
  private final List<String> command;

  /// @param command how AIPerf is started in the pod
  public PodProgram(Kubectl kubectl, List<String> command) {
    this.kubectl = requireNonNull(kubectl, "kubectl is null");
    this.command = List.copyOf(command);
  }

  /// The program as far as it can be told without a look at the pod.
  public EngineProgram unseen(Path directory) {
    return new EngineProgram(kubectl.starting(directory, command), "pod", null, List.of());
  }

  /// Looks whether the pod is there and runs, and starts nothing in it.
  ///
  /// @throws ProblemException with what keeps it from being used
  public void look() throws InterruptedException {
    version();
    context();
    KubectlCall.Ended<String> pod =
        call(
            kubectl.words(
                "get", "pod", kubectl.pod().name(), "-o", "json", "--request-timeout=10s"));
    if (pod.exitCode() != 0) {
      throw new ProblemException(
          KubeProblems.of("The look at", kubectl.pod(), pod.exitCode(), pod.stderr()));
    }
    JsonNode json = json(pod);
    String phase = json.path("status").path("phase").asString("unknown");
    if (!phase.equals("Running") || json.path("metadata").hasNonNull("deletionTimestamp")) {
      throw problem(
          "pod-not-running",
          "Pod %s does not run: its phase is %s%s."
              .formatted(
                  kubectl.pod().label(),
                  phase,
                  json.path("metadata").hasNonNull("deletionTimestamp")
                      ? ", and it is ending"
                      : ""),
          "See kubectl describe pod, and start it again.");
    }
  }

  /// Looks at everything and asks AIPerf for its version.
  ///
  /// @throws ProblemException with what keeps it from being used
  public EngineProgram locate(Path directory) throws InterruptedException {
    look();
    JsonNode said =
        new PodAgent(kubectl)
            .ask(
                "look",
                null,
                Json.object().set("command", Json.strings(command)),
                KubectlCall.Feed.NOTHING,
                Duration.ofSeconds(90));
    String program = Json.text(said, "program");
    if (program == null) {
      throw problem(
          "no-aiperf-in-pod",
          "Pod %s has no program %s.".formatted(kubectl.pod().label(), command.getFirst()),
          "Install it there (pip install aiperf==%s), or name its path as aa.aiperf_cmd."
              .formatted(AiperfLocator.TRIED_VERSION));
    }
    String text = said.path("text").asString("").strip();
    Matcher version = VERSION.matcher(text);
    if (said.path("code").asInt(-1) != 0 || !version.find()) {
      throw problem(
          "aiperf-not-usable",
          "%s in pod %s does not tell its version: %s."
              .formatted(program, kubectl.pod().label(), KubeProblems.excerpt(text)),
          "Run it there with --version; it may have to be installed again.");
    }
    return new EngineProgram(
        kubectl.starting(directory, command), "pod", version.group(1), untried(version.group(1)));
  }

  private List<Problem> untried(String version) {
    return version.equals(AiperfLocator.TRIED_VERSION)
        ? List.of()
        : List.of(
            new Problem(
                "aiperf-untried",
                "Pod %s has AIPerf %s; this was tried with %s."
                    .formatted(kubectl.pod().label(), version, AiperfLocator.TRIED_VERSION),
                WHERE,
                "Compare the figures of a run with those of %s."
                    .formatted(AiperfLocator.TRIED_VERSION)));
  }

  private void version() throws InterruptedException {
    KubectlCall.Ended<String> version =
        call(List.of(kubectl.program(), "version", "--client", "-o", "json"));
    String git =
        version.exitCode() == 0
            ? json(version).path("clientVersion").path("gitVersion").asString("")
            : "";
    Matcher minor = MINOR.matcher(git);
    if (!minor.matches() || Integer.parseInt(minor.group(1)) < OLDEST_MINOR) {
      throw problem(
          "kubectl-not-usable",
          git.isEmpty()
              ? "%s does not tell its version: %s."
                  .formatted(kubectl.program(), KubeProblems.excerpt(version.stderr()))
              : "%s is %s, and 1.%d or later is needed."
                  .formatted(kubectl.program(), git, OLDEST_MINOR),
          "Install a current one: https://kubernetes.io/docs/tasks/tools/.");
    }
  }

  /// Without a context kubectl would ask localhost; inside a pod it needs none.
  private void context() throws InterruptedException {
    @Nullable String named = kubectl.pod().context();
    boolean known =
        named != null
            ? call(List.of(kubectl.program(), "config", "get-contexts", named, "-o", "name"))
                    .exitCode()
                == 0
            : kubectl.environment().containsKey("KUBERNETES_SERVICE_HOST")
                || call(List.of(kubectl.program(), "config", "current-context")).exitCode() == 0;
    if (!known) {
      throw problem(
          "no-kube-context",
          named == null
              ? "kubectl has no current context."
              : "kubectl knows no context %s.".formatted(named),
          "List them with kubectl config get-contexts, and give one as aa.kube_context.");
    }
  }

  private KubectlCall.Ended<String> call(List<String> argv) throws InterruptedException {
    return new KubectlCall(argv, kubectl.environment(), SOON)
        .run(KubectlCall.Feed.NOTHING, KubectlCall::text);
  }

  private static JsonNode json(KubectlCall.Ended<String> ended) {
    try {
      return Json.MAPPER.readTree(ended.output());
    } catch (JacksonException _) {
      return Json.object();
    }
  }

  private static ProblemException problem(String code, String message, String remedy) {
    return new ProblemException(new Problem(code, message, WHERE, remedy));
  }
}
