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

  private HeaderValues() {}

  /// The variables, by name, with what they hold, without blanks around it.
  ///
  /// @throws ProblemException with every variable that is not set
  public static Map<String, Secret> variables(
      Map<String, String> headers, Map<String, String> environment) {
    Map<String, Secret> variables = new TreeMap<>();
    List<Problem> problems = new ArrayList<>();
    new TreeMap<>(headers)
        .forEach((header, value) -> {
          Matcher matcher = REFERENCE.matcher(value);
          while (matcher.find()) {
            String held = environment.getOrDefault(matcher.group(1), "").strip();
            if (held.isEmpty()) {
              problems.add(
                  Problem.of(
                          "no-header-value",
                          "The header %s names the environment variable %s, which is not set."
                              .formatted(header, matcher.group(1)),
                          "Export it, or remove the header.")
                      .at("aa.headers." + header));
            } else {
              variables.put(matcher.group(1), new Secret(held));
            }
          }
        });
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return variables;
  }
}
