package io.perftune.cli;

import io.perftune.config.Flag;
import io.perftune.config.Flags;
import io.perftune.config.VerbSchema;
import io.perftune.verb.Dispatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import tools.jackson.databind.JsonNode;

/// The help texts, made from the schemas.
final class Help {
  private static final String PROGRAM = "perftunereport";
  private static final int WIDTH = 100;

  private Help() {}

  /// The program's verbs.
  static String of(Dispatcher dispatcher) {
    CommandSpec spec = CommandSpec.create().name(PROGRAM);
    spec.usageMessage()
        .customSynopsis(PROGRAM + " VERB [flags]", "       " + PROGRAM + " --help | --version")
        .description(
            "Measures Artificial Analysis workloads against an OpenAI-compatible endpoint.")
        .footer(
            "",
            "Verbs are spelled with _ or -. `" + PROGRAM + " VERB --help` shows a verb's flags.",
            "Exit codes: 0 done; 1 the work failed or is partial; 2 refused; 70 a defect of ours;",
            "130 interrupted.");
    for (Dispatcher.Desk desk : dispatcher.desks()) {
      CommandSpec verb = CommandSpec.create();
      verb.usageMessage().description(escaped(desk.schema().title()));
      spec.addSubcommand(desk.verb().name(), verb);
    }
    spec.usageMessage().commandListHeading("%nVerbs:%n");
    return text(spec);
  }

  /// One verb's flags.
  static String of(VerbSchema schema) {
    CommandSpec spec = new Flags(schema).spec();
    spec.name(PROGRAM + " " + schema.verb());
    spec.addOption(
        OptionSpec.builder("-h", "--help").usageHelp(true).description("Show this.").build());
    spec.usageMessage()
        .description(escaped(schema.description()))
        .descriptionHeading("%n")
        .optionListHeading("%nFlags:%n")
        .sortOptions(false)
        .sortSynopsis(false)
        .requiredOptionMarker('*')
        .footerHeading("%nFor example:%n")
        .footer(examples(schema));
    return text(spec);
  }

  private static String[] examples(VerbSchema schema) {
    List<String> lines = new ArrayList<>();
    for (JsonNode example : schema.examples()) {
      String flags =
          schema.flags().stream()
              .filter(flag -> example.has(flag.property()))
              .map(flag -> " " + words(flag, example.required(flag.property())))
              .collect(Collectors.joining());
      lines.add("  " + PROGRAM + " " + schema.verb() + escaped(flags));
    }
    return lines.toArray(String[]::new);
  }

  private static String words(Flag flag, JsonNode value) {
    return flag.words(value).stream().map(Help::quoted).collect(Collectors.joining(" "));
  }

  /// A word as a shell takes it for one.
  private static String quoted(String word) {
    return word.matches(".*[\\s*\"|].*") ? "'" + word + "'" : word;
  }

  private static String text(CommandSpec spec) {
    spec.usageMessage().width(WIDTH);
    return new CommandLine(spec).setSeparator(" ").getUsageMessage(Ansi.OFF).replace("\r\n", "\n");
  }

  private static String escaped(String text) {
    return text.replace("%", "%%");
  }
}
