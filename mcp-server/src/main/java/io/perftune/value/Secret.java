package io.perftune.value;

import static java.util.Objects.requireNonNull;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// A credential in memory: it never prints itself, and it takes itself out of whatever is about to
/// be written.
public final class Secret {
  private static final String REDACTED = "[REDACTED]";

  /// Below this length an encoded form is too short to be told from chance.
  private static final int SHORTEST_ENCODED = 6;

  private final String value;
  private final List<String> forms;

  /// @throws IllegalArgumentException for an empty value
  public Secret(String value) {
    this.value = requireNonNull(value, "value is null");
    if (value.isEmpty()) {
      throw new IllegalArgumentException("a secret must not be empty");
    }
    this.forms = forms(value);
  }

  /// The credential itself, for the child's environment and nothing else.
  public String reveal() {
    return value;
  }

  /// The text with each occurrence of the credential replaced: as it is, URL-encoded, JSON-escaped,
  /// or inside a base64 text at any offset.
  public String scrub(String text) {
    String scrubbed = text;
    for (String form : forms) {
      scrubbed = scrubbed.replace(form, REDACTED);
    }
    return scrubbed;
  }

  /// The same for bytes in UTF-8 or any other superset of ASCII.
  public byte[] scrub(byte[] bytes) {
    return scrub(new String(bytes, StandardCharsets.ISO_8859_1))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public String toString() {
    return REDACTED;
  }

  /// Longest first, so that no form is cut by a shorter one inside it.
  private static List<String> forms(String value) {
    Set<String> forms = new LinkedHashSet<>();
    forms.add(value);
    String utf8 = new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    forms.add(utf8);
    String url = URLEncoder.encode(value, StandardCharsets.UTF_8);
    forms.add(url);
    forms.add(url.replace("+", "%20"));
    forms.add(lowerEscapes(url));
    String json = Json.line(tools.jackson.databind.node.StringNode.valueOf(value));
    forms.add(json.substring(1, json.length() - 1));
    forms.add(json.substring(1, json.length() - 1).replace("/", "\\/"));
    forms.addAll(base64(value));
    List<String> sorted = new ArrayList<>(forms);
    sorted.sort(Comparator.comparingInt(String::length).reversed());
    return List.copyOf(sorted);
  }

  private static String lowerEscapes(String url) {
    return java.util.regex.Pattern.compile("%[0-9A-F]{2}")
        .matcher(url)
        .replaceAll(match -> match.group().toLowerCase(Locale.ROOT));
  }

  /// What a base64 text holds wherever the credential begins in its input: at each of the three
  /// offsets, only the characters that depend on the credential alone.
  private static List<String> base64(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    List<String> forms = new ArrayList<>();
    for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
      for (int offset = 0; offset < 3; offset++) {
        byte[] shifted = new byte[offset + bytes.length];
        System.arraycopy(bytes, 0, shifted, offset, bytes.length);
        String encoded = encoder.withoutPadding().encodeToString(shifted);
        int first = (offset * 8 + 5) / 6;
        int last = shifted.length * 8 / 6;
        if (last - first >= SHORTEST_ENCODED) {
          forms.add(encoded.substring(first, last));
        }
      }
    }
    return forms;
  }
}
