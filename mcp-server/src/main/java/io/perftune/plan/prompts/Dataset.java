package io.perftune.plan.prompts;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Digest;
import io.perftune.value.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/// Prompts as a file for a load generator: mooncake_trace, one `{"text_input": "...",
/// "output_length": N}` a line.
///
/// @param outputLength the answer tokens that every row asks for
public record Dataset(PromptSource prompts, int outputLength) {
  public Dataset {
    requireNonNull(prompts, "prompts is null");
  }

  /// Writes every row and tells what was written; `out` stays open, and is left half written where
  /// this fails.
  ///
  /// @throws io.perftune.value.ProblemException where the text gives out, or changed since it was
  ///   checked
  public DatasetManifest write(OutputStream out) throws IOException {
    Rows rows = new Rows(out);
    prompts.deliver(rows);
    return new DatasetManifest(
        Digest.hex(rows.digest.digest()), rows.bytes, outputLength, rows.tokens, prompts.origin());
  }

  private final class Rows implements PromptSource.Sink {
    private final OutputStream out;
    private final MessageDigest digest = Digest.algorithm();
    private final List<Integer> tokens = new ArrayList<>();
    private long bytes;

    private Rows(OutputStream out) {
      this.out = out;
    }

    @Override
    public void accept(Prompt prompt) throws IOException {
      String row =
          Json.line(
              Json.object().put("text_input", prompt.text()).put("output_length", outputLength));
      byte[] line = (row + "\n").getBytes(StandardCharsets.UTF_8);
      out.write(line);
      digest.update(line);
      bytes += line.length;
      tokens.add(prompt.tokens());
    }
  }
}
