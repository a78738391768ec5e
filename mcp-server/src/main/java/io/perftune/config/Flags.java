package io.perftune.config;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Problem;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import tools.jackson.databind.node.ObjectNode;

/// The command line of one verb, made from its input schema: what help shows, and how an argv is
/// read.
public final class Flags {
  private final VerbSchema schema;

  public Flags(VerbSchema schema) {
    this.schema = requireNonNull(schema, "schema is null");
  }

  /// What an argv says, and everything that is wrong with it.
  ///
  /// @param input the properties that could be read; no defaults
  /// @param blamed the properties that a problem names, so that nobody calls them missing too
  public record Parsed(ObjectNode input, List<Problem> problems, List<String> blamed) {
    public Parsed {
      input = input.deepCopy();
      problems = List.copyOf(problems);
      blamed = List.copyOf(blamed);
    }
  }

  /// The options as help shows them, in the schema's order.
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name(schema.verb());
    for (Flag flag : schema.flags()) {
      boolean required = schema.required().contains(flag.property());
      String description = escaped(flag.description() + flag.remark());
      if (flag.positional()) {
        spec.addPositional(word(flag).description(description).required(required).build());
      } else {
        spec.addOption(
            option(flag, String.class).description(description).required(required).build());
      }
    }
    return spec;
  }

  /// Reads an argv. Every problem is reported, not only the first. A word without a flag is also
  /// taken with the flag that its property would have.
  public Parsed parse(List<String> argv) {
    CommandSpec spec = CommandSpec.create();
    schema.flags().forEach(flag -> spec.addOption(option(flag, List.class).build()));
    spec.parser()
        .collectErrors(true)
        .unmatchedArgumentsAllowed(true)
        .posixClusteredShortOptionsAllowed(false);
    ParseResult result =
        new CommandLine(spec)
            .setExpandAtFiles(false)
            .setInterpolateVariables(false)
            .parseArgs(argv.toArray(String[]::new));
    FlagValues values = new FlagValues(schema);
    result.errors().forEach(values::error);
    for (OptionSpec option : result.matchedOptionsSet()) {
      values.option(option);
    }
    values.unmatched(result.unmatched());
    return values.parsed();
  }

  /// Picocli formats descriptions.
  private static String escaped(String text) {
    return text.replace("%", "%%");
  }

  private static PositionalParamSpec.Builder word(Flag flag) {
    return PositionalParamSpec.builder()
        .type(String.class)
        .paramLabel(flag.placeholder())
        .hideParamSyntax(true);
  }

  private static OptionSpec.Builder option(Flag flag, Class<?> type) {
    return OptionSpec.builder(flag.options().toArray(String[]::new))
        .type(flag.kind() == Flag.Kind.SWITCH && type == String.class ? boolean.class : type)
        .auxiliaryTypes(String.class)
        .arity(flag.kind() == Flag.Kind.SWITCH ? "0" : "1")
        .paramLabel(flag.placeholder())
        .hideParamSyntax(true);
  }
}
