package io.perftune.config.yaml;

import io.perftune.value.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Gathers everything that is wrong with one input, each thing by the JSON pointer of what it
/// concerns.
public final class Findings {
  private record Finding(String pointer, String code, String message, String remedy) {}

  private final UnaryOperator<String> naming;
  private final List<Finding> found = new ArrayList<>();

  /// @param naming turns a pointer into the name under which the user knows the thing
  public Findings(UnaryOperator<String> naming) {
    this.naming = naming;
  }

  /// The name under which the user knows the thing.
  public String name(String pointer) {
    return naming.apply(pointer);
  }

  /// Adds a problem whose message is the thing's name and then `says`.
  public void add(String code, String pointer, String says, String remedy) {
    say(code, pointer, name(pointer) + " " + says, remedy);
  }

  /// Adds a problem with a message of its own.
  public void say(String code, String pointer, String message, String remedy) {
    found.add(new Finding(pointer, code, message, remedy));
  }

  /// Adds problems whose `where` is still a pointer, except where something was found before: one
  /// fault is told once.
  public void addAll(List<Problem> problems) {
    List<Problem> unheard =
        problems.stream().filter(problem -> !touches(String.valueOf(problem.where()))).toList();
    for (Problem problem : unheard) {
      say(problem.code(), String.valueOf(problem.where()), problem.message(), problem.remedy());
    }
  }

  /// True where nothing is wrong.
  public boolean isEmpty() {
    return found.isEmpty();
  }

  private boolean touches(String pointer) {
    return found.stream().anyMatch(finding -> finding.pointer.equals(pointer));
  }

  /// True where something was found on that line.
  public boolean onLine(int line, Places places) {
    return found.stream().anyMatch(finding -> places.line(finding.pointer) == line);
  }

  /// The problems in the order of the file.
  public List<Problem> problems(Places places) {
    found.sort((one, other) -> places.compare(one.pointer, other.pointer));
    return problems(places::where);
  }

  /// The problems in the order in which they were found.
  public List<Problem> problems(Function<String, String> where) {
    return found.stream()
        .map(finding ->
            new Problem(
                finding.code, finding.message, where.apply(finding.pointer), finding.remedy))
        .distinct()
        .toList();
  }
}
