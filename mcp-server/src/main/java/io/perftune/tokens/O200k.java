package io.perftune.tokens;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// Counts text in tokens of o200k_base, the one tokenizer of every Artificial Analysis figure.
///
/// Thread-safe. Loading the vocabulary takes about a third of a second, so share one instance.
public final class O200k {
  /// The name under which tiktoken looks for the vocabulary in `TIKTOKEN_CACHE_DIR`.
  public static final String TIKTOKEN_FILE = "fb374d419588a4632f3f557e76b4b70aebbca790";

  /// The sha256 that tiktoken demands of that file.
  public static final String TIKTOKEN_SHA256 =
      "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d";

  private static final String VOCABULARY = "/com/knuddels/jtokkit/o200k_base.tiktoken";

  private final Encoding encoding =
      Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);

  /// The number of tokens in `text`; text that looks like a special token counts as plain text.
  public int count(String text) {
    return encoding.countTokensOrdinary(text);
  }

  /// The vocabulary's bytes as tiktoken stores them.
  public static byte[] vocabulary() {
    try (InputStream in = O200k.class.getResourceAsStream(VOCABULARY)) {
      if (in == null) {
        throw new IllegalStateException("jtokkit carries no " + VOCABULARY);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
