package io.perftune.verb.cellrun;

import static java.util.Objects.requireNonNull;

import io.perftune.config.Credentials;
import io.perftune.config.Credentials.Credential;
import io.perftune.config.HeaderValues;
import io.perftune.engine.local.EngineProgram;
import io.perftune.plan.Planner;
import io.perftune.plan.prompts.PromptFile;
import io.perftune.plan.prompts.Seeds;
import io.perftune.tokens.O200k;
import io.perftune.value.Cell;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.Secret;
import io.perftune.verb.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a cell needs beside its plan, gathered for one call: the load generator, the key, header
/// values, the user's own prompts.
///
/// A plan is made also where one of them is missing, as if it were there, and says what is missing.
///
/// @param means what is there
/// @param keyed the endpoint gets a key
/// @param missing what prevents a run
/// @param remarks what a reader should know
record Requisites(
    CellSession.Means means, boolean keyed, List<Problem> missing, List<Problem> remarks) {
  Requisites {
    requireNonNull(means, "means is null");
    missing = List.copyOf(missing);
    remarks = List.copyOf(remarks);
  }

  /// Gathers them; in a pod nothing is started for a plan alone.
  ///
  /// @throws ProblemException where the user's prompts cannot be used and more than a plan is asked
  static Requisites of(LoadSource source, Wish wish) throws InterruptedException {
    Cell cell = source.cell();
    Context context = source.context();
    List<Problem> missing = new ArrayList<>();
    List<Problem> remarks = new ArrayList<>();
    Key key = key(cell, context, missing);
    boolean needed = cell.aa().pod() != null || !wish.preflightOnly();
    EngineProgram program =
        source.program(key.secret(), wish.planOnly(), needed ? missing : remarks, remarks);
    Map<String, Secret> variables = headerVariables(cell, context, missing);
    PromptFile file = promptFile(cell, context, wish.planOnly(), remarks);
    return new Requisites(
        new CellSession.Means(
            program, file, key.secret(), key.name(), variables, wish.keepStreams()),
        key.needed(),
        missing,
        remarks);
  }

  /// What makes the plan of the cell with them.
  Planner planner(LoadSource source, Seeds seeds) {
    return new Planner(means.program().command(), seeds, source.directory(), keyed, means.file());
  }

  /// Whether the endpoint gets a key, and which.
  ///
  /// @param name the variable that holds it, or would
  private record Key(boolean needed, String name, @Nullable Secret secret) {}

  private static Key key(Cell cell, Context context, List<Problem> missing) {
    String declared = cell.aa().endpoint().apiKeyEnv();
    String usual = declared == null ? Credentials.VARIABLE : declared;
    return switch (Credentials.resolve(cell.aa().endpoint(), context.environment())) {
      case Credential.None _ -> new Key(false, usual, null);
      case Credential.Key key -> new Key(true, key.variable(), key.secret());
      case Credential.Missing none -> {
        missing.add(none.problem());
        yield new Key(true, usual, null);
      }
    };
  }

  private static Map<String, Secret> headerVariables(
      Cell cell, Context context, List<Problem> missing) {
    try {
      return HeaderValues.variables(cell.aa().endpoint().access().headers(), context.environment());
    } catch (ProblemException e) {
      missing.addAll(e.problems());
      return Map.of();
    }
  }

  /// Checked; null where the cell names none, or where they cannot be used and only the plan is
  /// shown.
  private static @Nullable PromptFile promptFile(
      Cell cell, Context context, boolean planOnly, List<Problem> remarks) {
    String file = cell.aa().load().inputFile();
    if (file == null) {
      return null;
    }
    try {
      return PromptFile.checked(context.resolve(file), cell.aa().maxOutputTokens(), new O200k());
    } catch (ProblemException e) {
      if (!planOnly) {
        throw e;
      }
      remarks.addAll(e.problems());
      return null;
    }
  }
}
