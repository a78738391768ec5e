package io.perftune.lake.s3;

import static java.util.Objects.requireNonNull;

import io.perftune.lake.store.StoreException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Asks the store, and tells an answer that means something from one that is a failure.
final class S3Calls {
  private static final int CONFLICTS = 6;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

  private final S3Place place;

  S3Calls(S3Place place) {
    this.place = requireNonNull(place, "place is null");
  }

  /// Any refusal is a failure.
  <T> T ask(String what, Supplier<T> call) throws IOException {
    try {
      return call.get();
    } catch (AbortedException e) {
      throw cancelled(e);
    } catch (SdkException e) {
      throw failure(what, e);
    }
  }

  /// Empty where the store says that there is no such object.
  <T> Optional<T> askForObject(String what, Supplier<T> call) throws IOException {
    return ask(what, () -> unless(S3Calls::isNoObject, call));
  }

  /// Empty for any 404: without a body nothing says what is not there.
  <T> Optional<T> askBodiless(String what, Supplier<T> call) throws IOException {
    return ask(what, () -> unless(e -> e.statusCode() == 404, call));
  }

  /// Empty where the condition did not hold. A conflict with another write is asked again.
  <T> Optional<T> askConditionally(String what, Supplier<T> call) throws IOException {
    for (int conflicts = 0; ; conflicts++) {
      try {
        return unless(S3Calls::isUnmet, call);
      } catch (AbortedException e) {
        throw cancelled(e);
      } catch (S3Exception e) {
        if (e.statusCode() != 409 || conflicts == CONFLICTS) {
          throw failure(what, e);
        }
        pause(FIRST_PAUSE.multipliedBy(1L << conflicts));
      } catch (SdkException e) {
        throw failure(what, e);
      }
    }
  }

  private static <T> Optional<T> unless(Predicate<S3Exception> expected, Supplier<T> call) {
    try {
      return Optional.of(call.get());
    } catch (S3Exception e) {
      if (expected.test(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static boolean isNoObject(S3Exception e) {
    return e.statusCode() == 404 && S3Failures.code(e).equals("NoSuchKey");
  }

  private static boolean isUnmet(S3Exception e) {
    return e.statusCode() == 412 || isNoObject(e);
  }

  StoreException failure(String what, Exception e) {
    return new StoreException(S3Failures.problem(place, what, e), e);
  }

  private static InterruptedIOException cancelled(Exception e) {
    InterruptedIOException cancelled = new InterruptedIOException("cancelled");
    cancelled.initCause(e);
    return cancelled;
  }

  private static void pause(Duration pause) throws InterruptedIOException {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw cancelled(e);
    }
  }
}
