package io.perftune.cli;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Json;
import io.perftune.value.ProblemException;
import io.perftune.verb.Context;
import io.perftune.verb.Dispatcher;
import io.perftune.verb.Reply;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/// One run of the command line.
///
/// The digest, or with --json the reply's json, goes to standard output; problems and progress go
/// to standard error.
///
/// @param contexts makes the world of a call around its progress
/// @param version what --version prints
public record Cli(
    Dispatcher dispatcher,
    Function<Context.Progress, Context> contexts,
    String version,
    PrintStream out,
    PrintStream err) {
  private static final int REFUSED = 2;
  private static final int DEFECT = 70;
  private static final int INTERRUPTED = 130;

  public Cli {
    requireNonNull(dispatcher, "dispatcher is null");
    requireNonNull(contexts, "contexts is null");
    requireNonNull(version, "version is null");
    requireNonNull(out, "out is null");
    requireNonNull(err, "err is null");
  }

  /// Does what the words say.
  ///
  /// @return the exit code
  public int run(List<String> words) {
    if (words.isEmpty()) {
      err.print(Help.of(dispatcher));
      return REFUSED;
    }
    String first = words.getFirst();
    return switch (first) {
      case "--help", "-h", "help" -> print(Help.of(dispatcher));
      case "--version", "-V" -> print("perftunereport " + version + "\n");
      default -> verb(first, words.subList(1, words.size()));
    };
  }

  private int verb(String name, List<String> flags) {
    try {
      Dispatcher.Desk desk = dispatcher.desk(name);
      if (flags.contains("--help") || flags.contains("-h")) {
        return print(Help.of(desk.schema()));
      }
    } catch (ProblemException e) {
      e.problems().forEach(problem -> err.println(problem.line()));
      return REFUSED;
    }
    ObjectNode sent = Json.object();
    sent.set("args", Json.strings(flags));
    return called(name, sent);
  }

  private int called(String name, ObjectNode sent) {
    ProgressLines progress = new ProgressLines(err);
    try {
      return print(dispatcher.call(name, sent, contexts.apply(progress)));
    } catch (InterruptedException _) {
      err.println("Interrupted.");
      return INTERRUPTED;
    } catch (Throwable e) {
      e.printStackTrace(err);
      print(dispatcher.defect(name, sent, e));
      return DEFECT;
    }
  }

  private int print(Reply reply) {
    err.print(reply.stderr());
    err.flush();
    out.print(reply.stdout());
    out.flush();
    return reply.returncode();
  }

  private int print(String text) {
    out.print(text);
    out.flush();
    return 0;
  }
}
