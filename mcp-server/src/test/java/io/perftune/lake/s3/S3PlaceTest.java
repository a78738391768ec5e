package io.perftune.lake.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perftune.value.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3PlaceTest {
  @Test
  void readsBucketPrefixAndEndpoint() {
    S3Place place = S3Place.of("s3://bucket/some/prefix/", "http://127.0.0.1:9000/");

    assertThat(place.bucket()).isEqualTo("bucket");
    assertThat(place.prefix()).isEqualTo("some/prefix/");
    assertThat(place.address()).isEqualTo("s3://bucket/some/prefix");
    assertThat(place.distinctAddress()).isEqualTo("s3://bucket/some/prefix@http://127.0.0.1:9000");
    assertThat(S3Place.of("s3://bucket", null).prefix()).isEmpty();
    assertThat(S3Place.of("s3://bucket/", null).address()).isEqualTo("s3://bucket");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3://",
        "s3:///x",
        "s3://key:hidden@bucket/x",
        "s3://bucket/a b",
        "s3://bucket/../x",
        "s3://bucket//x",
        "s3://bucket/x?hidden"
      })
  void refusesMalformedAddressesAndRepeatsNone(String address) {
    assertThatThrownBy(() -> S3Place.of(address, null))
        .isInstanceOf(ProblemException.class)
        .hasMessageStartingWith("--lake: ")
        .hasMessageNotContaining("hidden");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "minio:9000",
        "ftp://host",
        "https://key:hidden@host",
        "https://host/path",
        "https://host?hidden=1",
        "https://",
        "not a url"
      })
  void refusesMalformedEndpointsAndRepeatsNone(String endpoint) {
    assertThatThrownBy(() -> S3Place.of("s3://bucket", endpoint))
        .isInstanceOf(ProblemException.class)
        .hasMessageStartingWith("--s3-endpoint: ")
        .hasMessageNotContaining("hidden");
  }
}
