package io.perftune.lake.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.perftune.lake.s3.S3Fake.Fate;
import io.perftune.lake.s3.S3Fake.Lie;
import io.perftune.lake.store.Store;
import io.perftune.lake.store.StoreContract;
import io.perftune.lake.store.StoreException;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.Secret;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class S3StoreTest extends StoreContract {
  private static final String KEY = "campaign_v1/dt=2026-01-15/campaign=c/part-0.parquet";

  private final S3Fake fake = new S3Fake();

  @AfterEach
  void stop() {
    fake.close();
  }

  @Override
  protected Store open(Path fresh) {
    return S3Sample.store(fake.endpoint());
  }

  @ParameterizedTest
  @EnumSource(value = Lie.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void refusesAStoreThatLies(Lie lie) {
    fake.lies(lie);
    try (Store store = S3Sample.store(fake.endpoint())) {
      ProblemException refusal = catchThrowableOfType(ProblemException.class, store::prove);

      assertThat(refusal.problems()).extracting(Problem::code).containsExactly("store-unsafe");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "403, AccessDenied, s3-denied, s3:ListBucket",
    "403, InvalidAccessKeyId, s3-credentials, Renew the keys",
    "403, SignatureDoesNotMatch, s3-credentials, Renew the keys",
    "400, ExpiredToken, s3-credentials, Renew the keys",
    "403, RequestTimeTooSkewed, s3-clock, Set the clock",
    "404, NoSuchBucket, s3-no-bucket, Create the bucket",
    "404, Whatever, s3-unclear, is the address of an S3 service",
    "301, PermanentRedirect, s3-region, AWS_REGION",
    "400, AuthorizationHeaderMalformed, s3-region, AWS_REGION",
    "409, ConditionalRequestConflict, s3-busy, Wait until they have ended",
    "500, InternalError, s3-unavailable, Wait until the store works",
    "503, SlowDown, s3-unavailable, Wait until the store works",
    "501, NotImplemented, store-unsafe, If-None-Match",
    "400, Other, s3-refused, documentation"
  })
  void noFailureMeansAbsent(int status, String code, String problem, String remedy) {
    fake.faults((_, _, _) -> new Fate.Answer(status, code));
    try (Store store = S3Sample.store(fake.endpoint())) {
      StoreException read = catchThrowableOfType(StoreException.class, () -> store.read(KEY));
      StoreException list = catchThrowableOfType(StoreException.class, () -> store.list(""));

      assertThat(read.problem().code()).isEqualTo(problem);
      assertThat(read.problem().line()).contains(status + " " + code).contains(remedy);
      assertThat(list.problem().code()).isEqualTo(problem);
      assertThatThrownBy(() -> store.entry(KEY)).isInstanceOf(StoreException.class);
    }
  }

  @Test
  void theBucketsAbsenceIsNotTheObjects() {
    URI endpoint = fake.endpoint();
    try (Store store =
        new S3Store(S3Place.of("s3://other", endpoint.toString()), S3Sample.access(1))) {
      assertThatThrownBy(() -> store.entry(KEY))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("there is no such bucket (404 NoSuchBucket)");
      assertThatThrownBy(store::prove)
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("s3://other");
    }
  }

  @Test
  void silenceIsATimeOutWhoseEffectIsUnknown() {
    fake.faults((_, _, _) -> new Fate.Silence());
    S3Access access =
        new S3Access(
            new S3Access.Keys(new Secret(S3Sample.KEY_ID), new Secret(S3Sample.SECRET), null),
            "us-east-1",
            new S3Patience(Duration.ofSeconds(5), Duration.ofMillis(100), 1));
    try (Store store =
        new S3Store(S3Place.of("s3://" + S3Fake.BUCKET, fake.endpoint().toString()), access)) {
      assertThatThrownBy(() -> store.read(KEY))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("no answer came in time, so whether it was done is not known");
    }
  }

  @Test
  void nobodyAtTheEndpointIsUnreachable() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    try (Store store = S3Sample.store(URI.create("http://127.0.0.1:" + port))) {
      assertThatThrownBy(() -> store.read(KEY))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("no connection was made (ConnectException)");
    }
  }

  @Test
  void aStoreThatFailsForAMomentIsAskedAgain() throws IOException {
    fake.faults(
        (number, _, _) -> number == 0 ? new Fate.Answer(503, "SlowDown") : new Fate.Serve());
    try (Store store = S3Sample.store(fake.endpoint(), 3)) {
      assertThat(store.read(KEY)).isEmpty();
      assertThat(fake.requests()).hasSize(2);
    }
  }

  @Test
  void noFailureRepeatsAKey() {
    fake.faults((_, _, _) -> new Fate.Answer(403, S3Sample.KEY_ID));
    try (Store store = S3Sample.store(fake.endpoint())) {
      StoreException failure = catchThrowableOfType(StoreException.class, () -> store.read(KEY));

      assertThat(failure).hasMessageNotContaining(S3Sample.SECRET);
      assertThat(failure.problem().line()).contains("access is denied");
    }
    assertThat(S3Sample.access(1).toString())
        .doesNotContain(S3Sample.KEY_ID)
        .doesNotContain(S3Sample.SECRET);
  }
}
