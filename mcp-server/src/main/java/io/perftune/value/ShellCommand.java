package io.perftune.value;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A command as a person gives it to a POSIX shell.
public final class ShellCommand {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  private ShellCommand() {}

  /// The words on one line, each quoted where the shell would not take it as it stands.
  public static String line(List<String> argv) {
    return argv.stream().map(ShellCommand::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
