package io.perftune.engine.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Tells which version an AIPerf command is, without fetching anything.
///
/// A pin among the words (`aiperf==0.13.0`) or the package's own metadata beside the program
/// (`../lib/python3*/site-packages/aiperf-0.13.0.dist-info`) answers at once; else `--version` is
/// run.
final class AiperfVersion {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Pattern PIN = Pattern.compile("aiperf==([0-9][0-9A-Za-z.+-]*)");
  private static final Pattern VERSION =
      Pattern.compile("\\b([0-9]+\\.[0-9]+\\.[0-9][0-9A-Za-z.+]*)");
  private static final Pattern INTERPRETER = Pattern.compile("#!\\s*(/[^\\s\\x00]*)");
  private static final Pattern METADATA = Pattern.compile("aiperf-([0-9][^-]*)\\.dist-info");

  private final Map<String, String> environment;

  AiperfVersion(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /// What a command says of itself.
  sealed interface Answer {}

  /// Its version.
  record Known(String version) implements Answer {}

  /// It runs, or may run, but no version came out of it.
  record Silent(String why) implements Answer {}

  /// It cannot be started.
  record Broken(String why) implements Answer {}

  Answer of(List<String> command) throws InterruptedException {
    for (String word : command) {
      Matcher pin = PIN.matcher(word);
      if (pin.matches()) {
        return new Known(pin.group(1));
      }
    }
    Path program = Path.of(command.getFirst());
    String installed = command.size() == 1 && interpreted(program) ? metadata(program) : null;
    return installed != null ? new Known(installed) : ask(command);
  }

  /// Whether a script's interpreter is where its first line says: it is not after a virtual
  /// environment was moved.
  private static boolean interpreted(Path program) {
    try (InputStream in = Files.newInputStream(program)) {
      String start = new String(in.readNBytes(1024), StandardCharsets.ISO_8859_1);
      Matcher line = INTERPRETER.matcher(start);
      return !line.lookingAt() || Files.isExecutable(Path.of(line.group(1)));
    } catch (IOException _) {
      return false;
    }
  }

  private static @Nullable String metadata(Path program) {
    Path bin = program.getParent();
    if (bin == null || !Files.isExecutable(bin.resolve("python3"))) {
      return null;
    }
    String found = null;
    try (DirectoryStream<Path> pythons =
        Files.newDirectoryStream(bin.resolve("../lib").normalize(), "python3*")) {
      for (Path python : pythons) {
        found = found == null ? inSitePackages(python.resolve("site-packages")) : found;
      }
    } catch (IOException _) {
      return null; // not a virtual environment
    }
    return found;
  }

  private static @Nullable String inSitePackages(Path directory) throws IOException {
    try (DirectoryStream<Path> packages =
        Files.newDirectoryStream(directory, "aiperf-*.dist-info")) {
      for (Path entry : packages) {
        Matcher name = METADATA.matcher(entry.getFileName().toString());
        if (name.matches()) {
          return name.group(1);
        }
      }
    }
    return null;
  }

  private Answer ask(List<String> command) throws InterruptedException {
    List<String> words = new ArrayList<>(command);
    words.add("--version");
    Path output = temporary();
    try {
      ProcessBuilder builder = new ProcessBuilder(words);
      builder.environment().clear();
      builder.environment().putAll(ChildEnvironment.inherited(environment));
      builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
      builder.redirectErrorStream(true).redirectOutput(output.toFile());
      return answer(builder.start(), output);
    } catch (IOException e) {
      return new Broken(String.valueOf(e.getMessage()));
    } finally {
      delete(output);
    }
  }

  private static Answer answer(Process process, Path output)
      throws IOException, InterruptedException {
    try {
      if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        return new Silent("--version did not end within %d s.".formatted(LIMIT.toSeconds()));
      }
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8).strip();
    String end = text.length() <= 300 ? text : "..." + text.substring(text.length() - 300);
    if (process.exitValue() != 0) {
      return new Broken(
          "--version ended with exit code %d: %s".formatted(process.exitValue(), end));
    }
    Matcher version = VERSION.matcher(text);
    return version.find() ? new Known(version.group(1)) : new Silent("it printed: " + end);
  }

  private static Path temporary() {
    try {
      return Files.createTempFile("aiperf-version", ".txt");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
