package io.perftune.verb.doctor;

import static java.util.Objects.requireNonNull;

import io.perftune.engine.local.AiperfLocator;
import io.perftune.engine.local.EngineProgram;
import io.perftune.engine.local.Programs;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.verb.Context;
import io.perftune.verb.Outcome;
import io.perftune.verb.Places;
import io.perftune.verb.Safety;
import io.perftune.verb.Verb;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Looks for everything that the product uses, and says of each whether it is here and how to get
/// it. It writes nothing.
///
/// Done where a cell can be measured, failed where something that every cell needs is missing.
public final class Doctor implements Verb {
  private final Path checkout;

  /// @param checkout where bin/setup-aiperf puts its virtual environment
  public Doctor(Path checkout) {
    this.checkout = requireNonNull(checkout, "checkout is null");
  }

  @Override
  public String name() {
    return "doctor";
  }

  @Override
  public Safety safety() {
    return Safety.READ_ONLY;
  }

  @Override
  public Outcome run(ObjectNode input, Context context) throws InterruptedException {
    List<Problem> problems = new ArrayList<>();
    Path campaigns = Places.campaigns(input, context).root();
    List<Check> checks =
        List.of(
            jdk(),
            aiperf(context, problems),
            program("uv", context, "Only needed where AIPerf is not: https://docs.astral.sh/uv/."),
            program("kubectl", context, "For clusters: https://kubernetes.io/docs/tasks/tools/."),
            Directories.campaigns(campaigns),
            Directories.disk(campaigns),
            Directories.lake(context.repositoryRoot().resolve("lake")));
    checks.forEach(check -> check.problem().ifPresent(problems::add));
    boolean ok = checks.stream().noneMatch(check -> check.state() == Check.State.MISSING);
    ObjectNode json = Json.object().put("ok", ok);
    ArrayNode array = json.putArray("checks");
    checks.forEach(check -> array.add(check.json()));
    String text =
        checks.stream().map(Check::line).collect(Collectors.joining("\n"))
            + (ok ? "\nA cell can be measured." : "\nNo cell can be measured yet.");
    return ok ? new Outcome.Done(json, text, problems) : new Outcome.Failed(json, text, problems);
  }

  private static Check jdk() {
    return Check.ok(
        "jdk", "%s at %s".formatted(Runtime.version(), System.getProperty("java.home")));
  }

  private Check aiperf(Context context, List<Problem> problems) throws InterruptedException {
    try {
      EngineProgram program =
          new AiperfLocator(context.environment(), checkout, context.workingDirectory())
              .locate(null);
      problems.addAll(program.warnings());
      String found =
          "%s at %s (found by %s)"
              .formatted(
                  program.version() == null ? "unknown version" : program.version(),
                  String.join(" ", program.command()),
                  program.origin());
      return program.origin().equals("uv")
          ? new Check(
              "aiperf",
              Check.State.OK,
              found,
              "uv fetches about 1.2 GB when it is first started; bin/setup-aiperf does so beforehand.")
          : Check.ok("aiperf", found);
    } catch (ProblemException e) {
      Problem first = e.problems().getFirst();
      problems.addAll(e.problems().subList(1, e.problems().size()));
      return new Check(
          "aiperf",
          Check.State.OPTIONAL,
          first.message().replaceFirst("\\.$", ""),
          first.remedy() + " Cells with engine: builtin do without.");
    }
  }

  private static Check program(String name, Context context, String what) {
    Path found = Programs.onPath(context.environment().get("PATH"), name);
    return found == null ? Check.optional(name, what) : Check.ok(name, found.toString());
  }
}
