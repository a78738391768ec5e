package io.perftune.verb;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;

/// The version of perf-tune-report that is running.
public final class ToolVersion {
  private static final String COMMIT = "/commit.properties";

  private ToolVersion() {}

  /// As the jar's manifest has it; `development` where classes run without a jar.
  public static String current() {
    return Optional.ofNullable(ToolVersion.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  /// The version, and the commit that it was built from with its date, for a person. The commit
  /// says so where files had changes that were not committed, and is left out where the build had
  /// no git.
  public static String described() {
    return described(current(), commit());
  }

  static String described(String version, Properties commit) {
    String id = commit.getProperty("commit", "");
    if (id.isBlank()) {
      return version;
    }
    String changes =
        Boolean.parseBoolean(commit.getProperty("changed")) ? ", and changes not committed" : "";
    return "%s (commit %s of %s%s)"
        .formatted(version, id, commit.getProperty("date", "an unknown date"), changes);
  }

  private static Properties commit() {
    Properties commit = new Properties();
    try (InputStream in = ToolVersion.class.getResourceAsStream(COMMIT)) {
      if (in != null) {
        commit.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return commit;
  }
}
