package io.perftune.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.StringNode;

/// A key takes itself out of everything.
class SecretTest {
  private static final String KEY = "sk-a+b/c=d\"e\\f~canary-0123";
  private static final Secret SECRET = new Secret(KEY);

  @Test
  void leavesNothingOfItselfInAText() {
    assertThat(SECRET.scrub("Bearer " + KEY + ", again " + KEY + "."))
        .isEqualTo("Bearer [REDACTED], again [REDACTED].");
    assertThat(SECRET.scrub("nothing to see")).isEqualTo("nothing to see");
  }

  @Test
  void findsItselfEncoded() {
    String url = URLEncoder.encode(KEY, StandardCharsets.UTF_8);
    String json = Json.line(StringNode.valueOf(KEY));
    assertThat(SECRET.scrub("?key=" + url)).isEqualTo("?key=[REDACTED]");
    assertThat(SECRET.scrub("?key=" + url.toLowerCase(Locale.ROOT))).isEqualTo("?key=[REDACTED]");
    assertThat(SECRET.scrub("?key=" + url.replace("%2F", "/").replace("%7E", "~")))
        .isEqualTo("?key=[REDACTED]");
    assertThat(SECRET.scrub("{\"key\":" + json + "}")).isEqualTo("{\"key\":\"[REDACTED]\"}");
    assertThat(SECRET.scrub("{\"key\":\"" + escaped(KEY) + "\"}"))
        .isEqualTo("{\"key\":\"[REDACTED]\"}");
    assertThat(SECRET.scrub("{\"key\":" + json.replace("/", "\\/") + "}"))
        .isEqualTo("{\"key\":\"[REDACTED]\"}");
  }

  private static String escaped(String text) {
    return text.chars().mapToObj("\\u%04X"::formatted).collect(Collectors.joining());
  }

  @Test
  void leavesAnEscapeBeforeItWhole() {
    assertThat(new Secret("canary").scrub("\"\\\\canary\"")).isEqualTo("\"\\\\[REDACTED]\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "u", "us", "user:", "user1:", "Bearer "})
  void findsItselfInsideBase64AtEachOffset(String before) {
    for (String after : new String[] {"", "x", "xy", "xyz"}) {
      byte[] bytes = (before + KEY + after).getBytes(StandardCharsets.UTF_8);
      for (Base64.Encoder encoder :
          new Base64.Encoder[] {Base64.getEncoder(), Base64.getUrlEncoder()}) {
        String encoded = encoder.encodeToString(bytes);
        String scrubbed = SECRET.scrub(encoded);
        assertThat(scrubbed).contains("[REDACTED]");
        assertThat(scrubbed.replace("[REDACTED]", "").length())
            .isLessThanOrEqualTo(encoded.length() - (KEY.length() * 8 / 6 - 2));
      }
    }
  }

  @Test
  void scrubsBytesAndLeavesTheOthersAsTheyAre() {
    byte[] bytes = ("é\u0000" + KEY + "🙂").getBytes(StandardCharsets.UTF_8);
    assertThat(SECRET.scrub(bytes))
        .isEqualTo("é\u0000[REDACTED]🙂".getBytes(StandardCharsets.UTF_8));
    byte[] binary = {(byte) 0xff, (byte) 0xfe, 0, 1};
    assertThat(SECRET.scrub(binary)).isEqualTo(binary);
  }

  @Test
  void scrubsAKeyThatIsNotAsciiFromBytes() {
    Secret secret = new Secret("schlüssel");
    assertThat(secret.scrub("a schlüssel b".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("a [REDACTED] b".getBytes(StandardCharsets.UTF_8));
    assertThat(secret.scrub("a schlüssel b")).isEqualTo("a [REDACTED] b");
  }

  @Test
  void doesNotPrintItself() {
    assertThat(SECRET).hasToString("[REDACTED]");
    assertThat("key " + SECRET).doesNotContain("canary");
    assertThat(SECRET.reveal()).isEqualTo(KEY);
  }

  @Test
  void isNeverEmpty() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Secret(""));
  }
}
