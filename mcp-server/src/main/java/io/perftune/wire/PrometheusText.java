package io.perftune.wire;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A page in the Prometheus text format, versions 0.0.4 and 1.0.0, and in OpenMetrics as far as
/// samples go: exemplars are passed over.
///
/// @param types of the metrics by the page's TYPE lines, such as `counter`
/// @param helps of the metrics by its HELP lines
public record PrometheusText(
    List<PrometheusSample> samples, Map<String, String> types, Map<String, String> helps) {
  public PrometheusText {
    samples = List.copyOf(samples);
    types = Map.copyOf(types);
    helps = Map.copyOf(helps);
  }

  /// Reads a page.
  ///
  /// @throws IllegalArgumentException with the line that is not of the format
  public static PrometheusText parse(String page) {
    List<PrometheusSample> samples = new ArrayList<>();
    Map<String, String> types = new HashMap<>();
    Map<String, String> helps = new HashMap<>();
    int number = 0;
    for (String line : page.lines().map(String::strip).toList()) {
      number++;
      if (line.startsWith("#")) {
        comment(line, types, helps);
      } else if (!line.isEmpty()) {
        samples.add(sample(line, number));
      }
    }
    return new PrometheusText(samples, types, helps);
  }

  /// The samples of a metric, in the order of the page.
  public List<PrometheusSample> of(String name) {
    return samples.stream().filter(sample -> sample.name().equals(name)).toList();
  }

  private static void comment(String line, Map<String, String> types, Map<String, String> helps) {
    List<String> words = words(line.substring(1).strip(), 3);
    if (words.size() == 3 && words.getFirst().equals("TYPE")) {
      types.put(words.get(1), words.get(2));
    } else if (words.size() == 3 && words.getFirst().equals("HELP")) {
      helps.put(words.get(1), unescaped(words.get(2)));
    }
  }

  private static PrometheusSample sample(String line, int number) {
    LabelScanner scanner = new LabelScanner(line);
    try {
      String bare = scanner.bareName();
      Map<String, String> labels = scanner.labels();
      String name = bare.isEmpty() ? scanner.quotedName() : bare;
      List<String> words = words(withoutExemplar(scanner.rest()), 3);
      if (words.isEmpty() || words.size() > 2) {
        throw new IllegalArgumentException("no value");
      }
      return new PrometheusSample(
          requireNonNull(name, "no name"), labels, value(words.getFirst()), timestamp(words));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "line %d is not a sample (no number)".formatted(number), e);
    } catch (IllegalArgumentException | IndexOutOfBoundsException | NullPointerException e) {
      // The line is whatever a server sent, and the message ends up where others read.
      throw new IllegalArgumentException("line %d is not a sample".formatted(number), e);
    }
  }

  private static String unescaped(String help) {
    return help.replace("\\\\", "\0").replace("\\n", "\n").replace("\0", "\\");
  }

  private static String withoutExemplar(String rest) {
    int exemplar = rest.indexOf('#');
    return exemplar < 0 ? rest : rest.substring(0, exemplar);
  }

  private static @Nullable Double timestamp(List<String> words) {
    return words.size() == 2 ? (Double) value(words.get(1)) : null;
  }

  private static double value(String word) {
    return switch (word) {
      case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(word);
    };
  }

  private static List<String> words(String text, int most) {
    return text.isBlank() ? List.of() : List.of(text.strip().split("[ \t]+", most));
  }
}
