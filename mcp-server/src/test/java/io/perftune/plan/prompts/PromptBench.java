package io.perftune.plan.prompts;

import io.perftune.tokens.O200k;
import io.perftune.value.AaShape;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/// Prints the CPU seconds that it takes to make the prompts of the three shapes: `bench/prompts
/// [rows of each shape]`.
public final class PromptBench {
  private PromptBench() {}

  public static void main(String[] args) throws IOException {
    int rows = args.length > 0 ? Integer.parseInt(args[0]) : 100;
    lap("start of the JVM");
    Corpus corpus = Corpus.wordnet(new O200k());
    lap("WordNet and the vocabulary read");
    for (AaShape shape : AaShape.values()) {
      PromptRequest request = new PromptRequest(shape.inputTokens(), rows, 1);
      Dataset dataset = new Dataset(new GeneratedPrompts(corpus, request), shape.answerTokens());
      DatasetManifest manifest = dataset.write(OutputStream.nullOutputStream());
      lap(shape.label() + " x " + manifest.rows() + ", " + manifest.bytes() + " bytes");
    }
  }

  private static void lap(String what) {
    Duration cpu = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    System.out.printf("%6.2f CPU-s after: %s%n", cpu.toMillis() / 1000.0, what);
  }
}
