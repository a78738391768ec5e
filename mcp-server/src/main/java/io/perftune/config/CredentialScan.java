package io.perftune.config;

import io.perftune.config.yaml.Findings;
import io.perftune.config.yaml.Places;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Looks for credentials that somebody wrote into a file, and remembers them so that no message
/// repeats one.
final class CredentialScan {
  private static final Pattern KEY =
      Pattern.compile(
          "(.*_)?(api_?key|authorization|password|passwd|(access|auth|bearer|hf|api|refresh)_token"
              + "|private_key|secret(_(access_)?key)?|client_secret|credentials?|cookie)"
              + "|token|bearer|x_auth");
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\b(sk-[A-Za-z0-9_-]{12,}|hf_[A-Za-z0-9]{16,}|gh[pousr]_[A-Za-z0-9]{16,}"
              + "|github_pat_\\w{16,}|glpat-[\\w-]{16,}|xox[abprs]-[\\w-]{10,}|nvapi-[\\w-]{16,}"
              + "|gsk_[A-Za-z0-9]{16,}|AKIA[0-9A-Z]{16}|AIza[\\w-]{30,}|wandb_v1_\\w{16,}"
              + "|eyJ[\\w-]{8,}\\.eyJ[\\w.-]{8,}|(?i:bearer) +[\\w.~+/=-]{12,})");
  private static final Pattern USER =
      Pattern.compile(
          "(?i)\\b(https?://[^/\\s@?#]+|[a-z][a-z0-9+.-]*://[^/\\s@?#:]*:[^/\\s@?#]+)@");
  private static final Pattern QUERY = Pattern.compile("(?i)https?://[^\\s?#]*\\?([^\\s#]+)");

  /// Names of a query's parameters, beside those of [#KEY]; a name that is written in escapes may
  /// be any of them.
  private static final Pattern PARAMETER =
      Pattern.compile(
          ".*(token|secret|password|passwd|pwd|credentials?|apikey|signature)|key|sig|auth|jwt"
              + "|session|code|.*%.*");

  private static final Pattern REFERENCE =
      Pattern.compile("([A-Za-z]+ )?\\$\\{[A-Za-z_][A-Za-z0-9_]*}");
  private static final Pattern VARIABLE = Pattern.compile("[A-Z_][A-Z0-9_]{0,63}|[a-z_]{1,40}");
  private static final String REMOVE =
      "Remove it; put the key into an environment variable and name that in aa.api_key_env.";

  private final Findings findings;
  private final Set<String> secrets = new LinkedHashSet<>();

  CredentialScan(Findings findings) {
    this.findings = findings;
  }

  /// Looks through every value below the node.
  void values(JsonNode node, String pointer) {
    if (node.isObject()) {
      for (Map.Entry<String, JsonNode> member : Json.members(node)) {
        String place = pointer + "/" + Places.escaped(member.getKey());
        member(member.getKey(), member.getValue(), place);
      }
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        member("", node.get(i), pointer + "/" + i);
      }
    }
  }

  private void member(String key, JsonNode value, String place) {
    boolean written = value.isNumber() || (value.isString() && !value.asString().isEmpty());
    String name = key.toLowerCase(Locale.ROOT).replace('-', '_');
    if (key.equals("api_key_env")) {
      variable(value, place);
    } else if (written && KEY.matcher(name).matches() && !reference(value)) {
      secrets.add(value.asString());
      findings.add("literal-credential", place, "holds a literal credential.", REMOVE);
    } else if (value.isString()) {
      user(value.asString(), place);
      query(value.asString(), place);
    }
    values(value, place);
  }

  /// `${NAME}` or `Bearer ${NAME}`: the name of a variable and no credential.
  private static boolean reference(JsonNode value) {
    return REFERENCE.matcher(value.asString()).matches();
  }

  private void variable(JsonNode value, String place) {
    if (value.isString() && !VARIABLE.matcher(value.asString()).matches()) {
      secrets.add(value.asString());
      findings.add(
          "not-a-variable",
          place,
          "is not the name of an environment variable.",
          "Name the variable that holds the key, such as WANDB_INFERENCE_API_KEY, or none; never"
              + " the key itself.");
    }
  }

  private void user(String value, String place) {
    Matcher matcher = USER.matcher(value);
    if (matcher.find()) {
      String user = matcher.group(1);
      secrets.add(user.substring(user.indexOf("://") + 3));
      findings.add("literal-credential", place, "holds a user or password in a URL.", "Remove it.");
    }
  }

  private void query(String value, String place) {
    Matcher matcher = QUERY.matcher(value);
    while (matcher.find()) {
      for (String parameter : matcher.group(1).split("[&;]", -1)) {
        int equals = parameter.indexOf('=');
        String name = equals < 0 ? parameter : parameter.substring(0, equals);
        String plain = name.toLowerCase(Locale.ROOT).replace('-', '_');
        if (KEY.matcher(plain).matches() || PARAMETER.matcher(plain).matches()) {
          secrets.add(parameter);
          findings.add(
              "literal-credential", place, "holds a credential in the query of a URL.", REMOVE);
        }
      }
    }
  }

  /// Looks through the lines of the file, comments too, for texts in the form of known keys.
  void lines(String text, Places places) {
    Set<Integer> told = new HashSet<>();
    Matcher matcher = TOKEN.matcher(text);
    while (matcher.find()) {
      secrets.add(matcher.group());
      String before = text.substring(0, matcher.start());
      int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
      int column = before.length() - before.lastIndexOf('\n');
      if (!findings.onLine(line, places) && told.add(line)) {
        String pointer = "/#line" + line;
        places.put(pointer, line, column);
        findings.say(
            "literal-credential", pointer, "The line holds what looks like a credential.", REMOVE);
      }
    }
  }

  /// The problems without any credential that was found.
  List<Problem> masked(List<Problem> problems) {
    return problems.stream()
        .map(problem ->
            new Problem(
                problem.code(),
                masked(problem.message()),
                problem.where(),
                masked(problem.remedy())))
        .toList();
  }

  private String masked(String text) {
    String masked = text;
    for (String secret : secrets) {
      if (!secret.isBlank()) {
        masked = masked.replace(secret, "[REDACTED]");
      }
    }
    return masked;
  }
}
