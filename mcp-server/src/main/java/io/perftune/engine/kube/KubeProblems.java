package io.perftune.engine.kube;

import io.perftune.value.BenchPod;
import io.perftune.value.Problem;
import java.util.List;
import java.util.Locale;

/// What kubectl means by its complaints, in words that say what to do.
final class KubeProblems {
  private static final int LONGEST = 300;
  private static final String WHERE = "aa.bench_pod";

  private static final List<Reading> READINGS =
      List.of(
          new Reading(
              "no-kube-context",
              List.of("context was not found", "does not exist for context", "no context exists"),
              "kubectl knows no such context",
              "List them with kubectl config get-contexts, and give one as aa.kube_context."),
          new Reading(
              "kube-forbidden",
              List.of("forbidden"),
              "the cluster forbids it",
              "Ask for the verbs get on pods and create on pods/exec in that namespace."),
          new Reading(
              "kube-unauthorized",
              List.of("unauthorized", "must be logged in", "getting credentials", "exec plugin"),
              "the cluster does not know you",
              "Log in again as your cluster wants it, then try kubectl get pod."),
          new Reading(
              "no-python3-in-pod",
              List.of(
                  "\"python3\": executable file not found",
                  "python3: not found",
                  "exec: python3",
                  "python3\": no such file"),
              "there is no python3 in the pod",
              "Use a pod whose image has python3 and AIPerf, such as python:3.13 with aiperf installed."),
          new Reading(
              "pod-not-found",
              List.of("notfound", "not found"),
              "there is no such pod",
              "List them with kubectl get pod; aa.namespace may be missing."),
          new Reading(
              "pod-not-running",
              List.of("not running", "completed pod", "container is waiting", "unable to upgrade"),
              "the pod does not run",
              "See kubectl describe pod, and start it again."),
          new Reading(
              "cluster-unreachable",
              List.of(
                  "unable to connect",
                  "was refused",
                  "no such host",
                  "timeout",
                  "timed out",
                  "deadline exceeded",
                  "no route",
                  "unreachable",
                  "eof",
                  "reset by peer"),
              "the cluster cannot be reached",
              "See whether kubectl get pod answers; a VPN or the right --kube-context may be missing."));

  private KubeProblems() {}

  private record Reading(String code, List<String> marks, String says, String remedy) {}

  /// The problem behind a call that failed.
  ///
  /// @param doing what was tried, as a noun: `the look at`
  static Problem of(String doing, BenchPod pod, int exitCode, String stderr) {
    String said = excerpt(stderr);
    String lower = stderr.toLowerCase(Locale.ROOT);
    for (Reading reading : READINGS) {
      if (reading.marks().stream().anyMatch(lower::contains)) {
        return new Problem(
            reading.code(),
            "%s pod %s failed, because %s: %s.".formatted(doing, pod.label(), reading.says(), said),
            WHERE,
            reading.remedy());
      }
    }
    return new Problem(
        "kubectl-failed",
        "%s pod %s failed with exit code %d: %s.".formatted(doing, pod.label(), exitCode, said),
        WHERE,
        "Try the same with kubectl by hand.");
  }

  /// The end of what was said, on one line.
  static String excerpt(String text) {
    String line = text.strip().replaceAll("[\\p{Cntrl}\\s]+", " ").replaceFirst("\\.$", "");
    if (line.isEmpty()) {
      return "it said nothing";
    }
    return line.length() <= LONGEST ? line : "..." + line.substring(line.length() - LONGEST);
  }
}
