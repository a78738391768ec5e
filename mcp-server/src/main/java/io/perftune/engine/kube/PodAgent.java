package io.perftune.engine.kube;

import static java.util.Objects.requireNonNull;

import io.perftune.config.Resources;
import io.perftune.value.Digest;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What is done in the pod: a small Python program that each `kubectl exec` brings along, with what
/// it is asked on its standard input.
public final class PodAgent {
  private static final String PROGRAM = Resources.text("pod-agent.py");
  private static final Duration SHORT = Duration.ofSeconds(90);
  private static final Duration TRANSFER = Duration.ofMinutes(30);

  private final Kubectl kubectl;

  public PodAgent(Kubectl kubectl) {
    this.kubectl = requireNonNull(kubectl, "kubectl is null");
  }

  Kubectl kubectl() {
    return kubectl;
  }

  /// The agent and its request, as its standard input takes them.
  static String input(ObjectNode request) {
    return framed(PROGRAM) + framed(Json.line(request));
  }

  private static String framed(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length + "\n" + text;
  }

  /// Makes the directory anew; what a killed run left there is ended and removed.
  ///
  /// @param owner who asks: a run that somebody else has there is left alone
  void make(Path directory, String owner) throws InterruptedException {
    JsonNode said =
        ask("make", directory, Json.object().put("owner", owner), KubectlCall.Feed.NOTHING, SHORT);
    String busy = Json.text(said, "busy");
    if (busy != null) {
      throw new ProblemException(
          new Problem(
              "pod-busy",
              "Pod %s is measuring this cell for %s already."
                  .formatted(kubectl.pod().label(), busy),
              "aa.bench_pod",
              "Wait for its end, or name another pod."));
    }
  }

  /// Copies what `source` holds into a file of the directory, whole or not at all.
  ///
  /// @param size of it, in bytes
  void put(Path file, InputStream source, long size) throws InterruptedException {
    MessageDigest digest = Digest.algorithm();
    ObjectNode request =
        Json.object().put("name", String.valueOf(file.getFileName())).put("size", size);
    if (file.getParent() == null) {
      throw new IllegalArgumentException(file + " is in no directory");
    }
    JsonNode said =
        ask(
            "put",
            file.getParent(),
            request,
            out -> new DigestInputStream(source, digest).transferTo(out),
            TRANSFER);
    if (!Digest.hex(digest.digest()).equals(Json.text(said, "sha256"))) {
      throw new ProblemException(
          new Problem(
              "pod-copy-differs",
              "%s in pod %s is not what was sent: the sha256 differ."
                  .formatted(file, kubectl.pod().label()),
              "aa.bench_pod",
              "See whether its disk is full; then call again."));
    }
  }

  /// Copies what the generator left into `raw`.
  void fetch(Path directory, Path raw) throws InterruptedException {
    MessageDigest digest = Digest.algorithm();
    KubectlCall.Ended<String> ended =
        call("fetch", directory, TRANSFER)
            .run(out -> write(out, Json.object()), in -> extracted(in, digest, raw));
    if (ended.exitCode() != 0) {
      throw new ProblemException(failed("Reading the results from", ended));
    }
    AgentNotes notes = new AgentNotes(line -> line);
    ended.stderr().lines().forEach(notes::apply);
    String fault =
        !ended.output().isEmpty()
            ? ended.output()
            : Digest.hex(digest.digest()).equals(notes.text("sha256")) ? "" : "the sha256 differ";
    if (!fault.isEmpty()) {
      throw new ProblemException(
          new Problem(
              "pod-results-unusable",
              "The results of pod %s cannot be used: %s.".formatted(kubectl.pod().label(), fault),
              "aa.bench_pod",
              "Call again: the point is measured from its start."));
    }
  }

  /// What is wrong with the archive; empty where nothing is. It is read to its end all the same.
  private static String extracted(InputStream in, MessageDigest digest, Path raw)
      throws IOException {
    DigestInputStream hashed = new DigestInputStream(in, digest);
    String fault = "";
    try {
      new UstarReader(hashed).extract(raw);
    } catch (IOException e) {
      fault = String.valueOf(e.getMessage());
    }
    hashed.transferTo(OutputStream.nullOutputStream());
    return fault;
  }

  /// Ends what runs in the directory and removes it.
  void end(Path directory) throws InterruptedException {
    ask("end", directory, Json.object(), KubectlCall.Feed.NOTHING, SHORT);
  }

  /// Asks one verb for its one line.
  JsonNode ask(
      String verb,
      @Nullable Path directory,
      ObjectNode request,
      KubectlCall.Feed more,
      Duration limit)
      throws InterruptedException {
    KubectlCall.Ended<String> ended = said(call(verb, directory, limit), verb, request, more);
    try {
      return Json.MAPPER.readTree(ended.output());
    } catch (JacksonException e) {
      throw new ProblemException(failed(doing(verb), ended), e);
    }
  }

  /// Asks a verb that needs no directory for all that it says.
  KubectlCall.Ended<String> say(String verb, ObjectNode request, Duration limit)
      throws InterruptedException {
    return said(call(verb, null, limit), verb, request, KubectlCall.Feed.NOTHING);
  }

  private KubectlCall.Ended<String> said(
      KubectlCall call, String verb, ObjectNode request, KubectlCall.Feed more)
      throws InterruptedException {
    KubectlCall.Ended<String> ended =
        call.run(
            out -> {
              write(out, request);
              more.writeTo(out);
            },
            KubectlCall::text);
    if (ended.exitCode() != 0) {
      throw new ProblemException(failed(doing(verb), ended));
    }
    return ended;
  }

  private KubectlCall call(String verb, @Nullable Path directory, Duration limit) {
    return new KubectlCall(
        directory == null ? kubectl.agent(verb) : kubectl.agent(verb, directory.toString()),
        kubectl.environment(),
        limit);
  }

  private static void write(OutputStream out, ObjectNode request) throws IOException {
    out.write(input(request).getBytes(StandardCharsets.UTF_8));
  }

  private static String doing(String verb) {
    return switch (verb) {
      case "make" -> "Making a directory in";
      case "put" -> "Copying a file to";
      case "end" -> "Removing the directory in";
      case "look" -> "Looking for AIPerf in";
      default -> "A request from";
    };
  }

  private Problem failed(String doing, KubectlCall.Ended<?> ended) {
    AgentNotes notes = new AgentNotes(line -> line);
    ended.stderr().lines().forEach(notes::apply);
    String why = notes.text("failed");
    return why == null
        ? KubeProblems.of(doing, kubectl.pod(), ended.exitCode(), ended.stderr())
        : new Problem(
            "pod-failed",
            "%s pod %s failed: %s."
                .formatted(doing, kubectl.pod().label(), KubeProblems.excerpt(why)),
            "aa.bench_pod",
            "See that /tmp of the pod is writable and has room.");
  }
}
