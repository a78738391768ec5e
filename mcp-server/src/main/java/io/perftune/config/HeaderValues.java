package io.perftune.config;

import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The environment variables that a cell's header values name as `${NAME}`.
public final class HeaderValues {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

  private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e\\x80-\\xff]+");

  private HeaderValues() {}

  /// The variables, by name, with what they hold, without blanks around it.
  ///
  /// @throws ProblemException with every variable that is not set, or holds a line break or another
  ///   character that HTTP has no place for; its value is not repeated
  public static Map<String, Secret> variables(
      Map<String, String> headers, Map<String, String> environment) {
    Map<String, Secret> variables = new TreeMap<>();
    List<Problem> problems = new ArrayList<>();
    new TreeMap<>(headers)
        .forEach((header, value) -> {
          Matcher matcher = REFERENCE.matcher(value);
          while (matcher.find()) {
            String variable = matcher.group(1);
            String held = environment.getOrDefault(variable, "").strip();
            if (held.isEmpty()) {
              problems.add(problem(header, variable, "which is not set"));
            } else if (!VALUE.matcher(held).matches()) {
              problems.add(problem(header, variable, "which holds what no header can"));
            } else {
              variables.put(variable, new Secret(held));
            }
          }
        });
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return variables;
  }

  private static Problem problem(String header, String variable, String why) {
    return Problem.of(
            "no-header-value",
            "The header %s names the environment variable %s, %s.".formatted(header, variable, why),
            "Export it as one line of plain text, or remove the header.")
        .at("aa.headers." + header);
  }
}
