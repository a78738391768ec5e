package io.perftune.value;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A credential in memory: it never prints itself, and it takes itself out of whatever is about to
/// be written.
public final class Secret {
  private static final String REDACTED = "[REDACTED]";

  /// Below this length a piece of base64 is too short to be told from chance.
  private static final int SHORTEST_BASE64 = 6;

  private final String value;
  private final Pattern forms;

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

  /// A text in which each `${NAME}` of a variable is its value; others stay as they are.
  public static String filled(String text, Map<String, Secret> variables) {
    String whole = text;
    for (Map.Entry<String, Secret> variable : variables.entrySet()) {
      whole = whole.replace("${" + variable.getKey() + "}", variable.getValue().reveal());
    }
    return whole;
  }

  /// The text with each occurrence of the credential replaced: as it is, URL-encoded, JSON-escaped,
  /// or inside a base64 text at any offset.
  public String scrub(String text) {
    return forms.matcher(text).replaceAll(REDACTED);
  }

  /// The bytes with each occurrence of the credential overwritten by as many asterisks, so that
  /// nothing moves.
  public byte[] mask(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return forms
        .matcher(text)
        .replaceAll(found -> "*".repeat(found.group().length()))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  /// [#scrub(String)] for bytes in UTF-8 or any other superset of ASCII.
  public byte[] scrub(byte[] bytes) {
    return scrub(new String(bytes, StandardCharsets.ISO_8859_1))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public String toString() {
    return REDACTED;
  }

  private static Pattern forms(String value) {
    Set<String> forms = new LinkedHashSet<>();
    forms.add(
        value
            .codePoints()
            .mapToObj(Character::toString)
            .map(Secret::spellings)
            .collect(Collectors.joining()));
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    forms.add(Pattern.quote(new String(utf8, StandardCharsets.ISO_8859_1)));
    for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
      for (int offset = 0; offset < 3; offset++) {
        String piece = base64(utf8, offset, encoder.withoutPadding());
        if (piece.length() >= SHORTEST_BASE64) {
          forms.add(Pattern.quote(piece));
        }
      }
    }
    return Pattern.compile(String.join("|", forms));
  }

  /// A character as it is, percent-encoded, or escaped as in JSON.
  private static String spellings(String character) {
    String percent =
        HexFormat.ofDelimiter("%").formatHex(character.getBytes(StandardCharsets.UTF_8));
    String unicode =
        character.chars().mapToObj("\\\\u%04x"::formatted).collect(Collectors.joining());
    String backslash = "\"\\/".contains(character) ? "\\\\?" : "";
    return "(?:%s%s|(?i:%%%s|%s))".formatted(backslash, Pattern.quote(character), percent, unicode);
  }

  /// What a base64 text holds where the credential begins at an offset in its input, modulo three:
  /// the characters that depend on nothing but the credential.
  private static String base64(byte[] bytes, int offset, Base64.Encoder encoder) {
    byte[] shifted = new byte[offset + bytes.length];
    System.arraycopy(bytes, 0, shifted, offset, bytes.length);
    int first = (offset * 8 + 5) / 6;
    int last = shifted.length * 8 / 6;
    return encoder.encodeToString(shifted).substring(first, last);
  }
}
