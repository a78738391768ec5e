package io.perftune.plan.prompts;

import static java.util.Objects.requireNonNull;

import io.perftune.tokens.O200k;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A user's own prompts: JSON Lines, a prompt a line as `{"text_input": "..."}`, all different,
/// sent as they are.
///
/// `output_length` may stand beside it where it equals the cell's own, so that a dataset made here
/// can be given back. Blank lines are passed over.
public final class PromptFile {
  private final Path file;
  private final String sha256;
  private final PromptFileCheck.Sizes sizes;

  private PromptFile(Path file, String sha256, PromptFileCheck.Sizes sizes) {
    this.file = file;
    this.sha256 = sha256;
    this.sizes = sizes;
  }

  /// Reads and checks the whole file, and counts the tokens of its prompts.
  ///
  /// @param outputLength the answer tokens that the cell asks for
  /// @throws ProblemException with every problem of the file, each with its line; after a hundred,
  ///   only their number
  public static PromptFile checked(Path file, int outputLength, O200k o200k) {
    PromptFileCheck check = new PromptFileCheck(file, outputLength, o200k);
    try {
      String sha256 = TextLines.read(file, check);
      return new PromptFile(file, sha256, check.sizes());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the prompts " + file, e);
    }
  }

  /// Of the file's bytes when it was checked.
  public String sha256() {
    return sha256;
  }

  /// The number of prompts.
  public int size() {
    return sizes.prompts();
  }

  /// The mean size of a prompt in o200k_base tokens, rounded.
  public int meanTokens() {
    return (int) Math.round((double) sizes.tokens() / sizes.prompts());
  }

  /// The size of the largest prompt in o200k_base tokens.
  public int maxTokens() {
    return sizes.most();
  }

  /// Some of the prompts, in the file's order.
  ///
  /// @param first the first of them, from 0: what other points and trials of the campaign have used
  /// @param rows requests and warm-up requests together
  /// @throws ProblemException where the file has fewer, because a prompt is never sent twice
  public Slice slice(int first, int rows, O200k o200k) {
    if (rows < 1 || size() < (long) first + rows) {
      throw new ProblemException(
          new Problem(
              "too-few-prompts",
              "The file has %d prompts; %d are needed%s."
                  .formatted(size(), rows, first == 0 ? "" : " after the first " + first),
              file.toString(),
              "Name a file of more, other prompts, or lower the request count: a prompt is never sent twice."));
    }
    return new Slice(this, first, rows, o200k);
  }

  /// Consecutive prompts of a user's file.
  public static final class Slice implements PromptSource {
    private final PromptFile prompts;
    private final int first;
    private final int rows;
    private final O200k o200k;

    private Slice(PromptFile prompts, int first, int rows, O200k o200k) {
      this.prompts = prompts;
      this.first = first;
      this.rows = rows;
      this.o200k = requireNonNull(o200k, "o200k is null");
    }

    @Override
    public int rows() {
      return rows;
    }

    @Override
    public PromptOrigin origin() {
      return new PromptOrigin(
          "file", String.valueOf(prompts.file.getFileName()), prompts.sha256, null);
    }

    @Override
    public void deliver(Sink sink) throws IOException {
      Pick pick = new Pick(sink);
      String now = TextLines.read(prompts.file, pick);
      if (!now.equals(prompts.sha256)) {
        throw new ProblemException(
            new Problem(
                "input-file-changed",
                "The file changed after it was checked.",
                prompts.file.toString(),
                "Leave the file alone during a run, and start again."));
      }
    }

    private final class Pick implements TextLines.Visitor {
      private final Sink sink;
      private int seen;

      private Pick(Sink sink) {
        this.sink = sink;
      }

      @Override
      public void line(int number, @Nullable String line) throws IOException {
        if (line == null || line.isBlank()) {
          return;
        }
        int row = seen++ - first;
        if (row >= 0 && row < rows) {
          String text = Json.MAPPER.readTree(line).path("text_input").asString();
          sink.accept(new Prompt(text, o200k.count(text)));
        }
      }
    }
  }
}
