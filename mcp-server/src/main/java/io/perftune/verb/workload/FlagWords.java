package io.perftune.verb.workload;

import io.perftune.config.Flag;
import io.perftune.value.Problem;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Says the problems of a campaign's cell in the words of a caller who wrote flags and no file.
final class FlagWords {
  /// How the file that nobody wrote is called in places.
  static final String FILE = "aa-workload";

  private static final Pattern KEY = Pattern.compile("(?:cells\\[0\\]\\.)?\\baa\\.([a-z_]+)");
  private static final String KEY_ENV = "aa.api_key_env";

  private FlagWords() {}

  /// The same problem.
  ///
  /// @param shape the shape that it is of
  static Problem of(Problem problem, String shape) {
    return new Problem(
        problem.code(), flags(problem.message()), where(problem.where(), shape), remedy(problem));
  }

  private static String where(@Nullable String place, String shape) {
    if (place == null || place.startsWith(FILE + ":") || place.equals(shape)) {
      return shape;
    }
    return place.equals(KEY_ENV) ? "environment" : shape + " " + flags(place);
  }

  private static String remedy(Problem problem) {
    return switch (problem.code()) {
      case "points-not-measured" -> "Mend the cause, then call again.";
      case "input-file-unused" -> "Say --mode dataset-replay, or leave --input-file out.";
      default ->
          flags(
              problem
                  .remedy()
                  .replace(", name another variable in aa.api_key_env, or say none", "")
                  .replace(
                      "set aa.extra_output_controls: false in a new campaign",
                      "give --no-extra-output-controls")
                  .replace(
                      "Set aa.extra_output_controls: false in a new campaign",
                      "Give --no-extra-output-controls")
                  .replaceAll(
                      "Set aa\\.max_tokens_field: (\\w+), or auto, in a new campaign",
                      "Give --max-tokens-field $1, or auto")
                  .replace(" again: full points are kept.", " again."));
    };
  }

  private static String flags(String text) {
    return KEY.matcher(text).replaceAll(found -> Flag.option(found.group(1)));
  }
}
