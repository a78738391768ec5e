package io.perftune.plan.prompts;

import io.perftune.tokens.O200k;
import io.perftune.value.AaShape;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/// Prints the CPU seconds that it takes to make the prompts of the three shapes, each different,
/// and their ratio to what the tool before this one took: `bench/prompts [rows of each shape]`.
public final class PromptBench {
  /// CPU seconds in which the tool before this one made one prompt a shape and repeated it 100
  /// times.
  private static final double BEFORE = 13;

  private static final int BEFORE_ROWS = 100;

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
    if (rows == BEFORE_ROWS) {
      System.out.printf(
          "ratio to the %.0f CPU-s of one repeated prompt a shape before: %.3f%n",
          BEFORE, cpuSeconds() / BEFORE);
    }
  }

  private static void lap(String what) {
    System.out.printf("%6.2f CPU-s after: %s%n", cpuSeconds(), what);
  }

  private static double cpuSeconds() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
  }
}
