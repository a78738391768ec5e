package io.perftune.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which two addresses are of one server, so that what one is entrusted with may go to the other.
class EndpointUrlTest {
  @ParameterizedTest
  @CsvSource({
    "http://h:8000/v1, http://H:8000/metrics, true",
    "https://h, HTTPS://h:443/metrics, true",
    "http://h/base, http://h:80/metrics, true",
    "https://h, http://h/metrics, false",
    "https://h, http://h:443/metrics, false",
    "http://h:8000, http://h:9090/metrics, false",
    "http://h, http://h.evil.example/metrics, false",
    "http://127.0.0.1:8000, http://localhost:8000/metrics, false"
  })
  void aServerIsItsSchemeHostAndPort(URI one, URI other, boolean same) {
    assertThat(EndpointUrl.sameServer(one, other)).isEqualTo(same);
    assertThat(EndpointUrl.sameServer(other, one)).isEqualTo(same);
  }
}
