package io.perftune.config.yaml;

import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/// Reads one YAML 1.2 document (core schema) whose top is a mapping.
///
/// What cannot be read at all ends the reading; what can be told apart from the rest, such as a key
/// that stands twice, becomes a finding and the reading goes on.
public final class YamlReader {
  private static final int DEEPEST = 32;

  /// The core schema of YAML 1.2 itself, without the merge keys that the library adds.
  private static final class MergelessSchema extends CoreSchema {
    @Override
    public ScalarResolver getScalarResolver() {
      return new CoreScalarResolver(false);
    }
  }

  private final String text;
  private final String file;
  private final LoadSettings settings;

  private YamlReader(String text, String file) {
    this.text = text;
    this.file = file;
    this.settings =
        LoadSettings.builder()
            .setLabel(file)
            .setSchema(new MergelessSchema())
            .setAllowNonScalarKeys(true)
            .setMaxAliasesForCollections(Integer.MAX_VALUE)
            .build();
  }

  /// The document.
  ///
  /// @param file how the user knows the file
  /// @throws ProblemException where there is no such document
  public static YamlDocument read(String text, String file, Findings findings) {
    return new YamlReader(text, file).document(findings);
  }

  private YamlDocument document(Findings findings) {
    try {
      checkShape();
      Optional<Node> top =
          new Composer(settings, new ParserImpl(settings, new StreamReader(settings, text)))
              .getSingleNode();
      if (top.isEmpty()) {
        throw refused("empty-file", "%s is empty.", "Write a campaign into it.", null);
      }
      if (!(top.get() instanceof MappingNode mapping)) {
        throw refused(
            "not-a-mapping",
            "%s is not a mapping of keys to values.",
            "Begin it with name: and cells:.",
            top.get().getStartMark().orElse(null));
      }
      return new YamlNodes(new Places(file), findings).document(mapping);
    } catch (MarkedYamlEngineException e) {
      throw malformed(e);
    } catch (ReaderException e) {
      throw new ProblemException(
          Problem.of(
                  "not-yaml",
                  "%s holds the character U+%04X, which YAML does not allow."
                      .formatted(file, e.getCodePoint()),
                  "Remove it.")
              .at(YamlText.place(file, text, e.getPosition())),
          e);
    } catch (YamlEngineException e) {
      throw new ProblemException(
          Problem.of("not-yaml", file + " cannot be read as YAML 1.2.", "Write it as YAML 1.2.")
              .at(place(null)),
          e);
    }
  }

  /// Refuses what could not be composed safely: deep nesting, a second document, a forced merge.
  private void checkShape() {
    ParserImpl events = new ParserImpl(settings, new StreamReader(settings, text));
    int depth = 0;
    int documents = 0;
    while (events.hasNext()) {
      Event event = events.next();
      switch (event.getEventId()) {
        case MappingStart, SequenceStart -> depth++;
        case MappingEnd, SequenceEnd -> depth--;
        case DocumentStart -> documents++;
        case Alias, Comment, DocumentEnd, Scalar, StreamEnd, StreamStart -> {}
      }
      if (depth > DEEPEST) {
        throw refused(
            "too-deep",
            "%s nests values more than " + DEEPEST + " deep.",
            "Flatten it.",
            event.getStartMark().orElse(null));
      }
      if (event instanceof ScalarEvent scalar
          && scalar.getTag().filter(Tag.MERGE.getValue()::equals).isPresent()) {
        throw refused(
            "merge-key",
            "%s holds a merge key, which YAML 1.2 does not have.",
            "Write the keys out.",
            event.getStartMark().orElse(null));
      }
      if (documents > 1) {
        throw refused(
            "two-documents",
            "%s holds more than one YAML document.",
            "Keep one campaign a file.",
            event.getStartMark().orElse(null));
      }
    }
  }

  private ProblemException malformed(MarkedYamlEngineException e) {
    String says = e.getProblem() == null ? "it cannot be parsed" : e.getProblem();
    boolean tab = says.contains("TAB");
    String why =
        tab ? "a tab stands where a value or an indentation is expected" : lowerFirst(says);
    Mark context = e.getContextMark().orElse(null);
    Mark mark = e.getProblemMark().orElse(context);
    return new ProblemException(
        Problem.of(
                "not-yaml",
                "%s is not valid YAML: %s%s."
                    .formatted(file, why, from(e.getContext(), context, mark)),
                tab ? "Indent with blanks." : "Correct the line.")
            .at(place(mark)),
        e);
  }

  /// What began on an earlier line and goes wrong here.
  private static String from(@Nullable String context, @Nullable Mark began, @Nullable Mark fails) {
    return context == null || began == null || fails == null || began.getLine() == fails.getLine()
        ? ""
        : " %s that begins at line %d, column %d"
            .formatted(lowerFirst(context), began.getLine() + 1, began.getColumn() + 1);
  }

  private static String lowerFirst(String says) {
    String line = says.strip().replaceAll("\\s+", " ");
    line = line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    return line.substring(0, 1).toLowerCase(Locale.ROOT) + line.substring(1);
  }

  private ProblemException refused(
      String code, String message, String remedy, @Nullable Mark mark) {
    return new ProblemException(Problem.of(code, message.formatted(file), remedy).at(place(mark)));
  }

  private String place(@Nullable Mark mark) {
    return mark == null
        ? file + ":1:1"
        : "%s:%d:%d".formatted(file, mark.getLine() + 1, mark.getColumn() + 1);
  }
}
