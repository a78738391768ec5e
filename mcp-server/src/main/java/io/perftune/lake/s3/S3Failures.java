package io.perftune.lake.s3;

import io.perftune.value.Problem;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// What a failed call to a store tells the operator: the cause, and what to do.
///
/// Of an answer only the status and the error's code are repeated, of an exception only its kind:
/// texts of stores and libraries may hold keys.
final class S3Failures {
  private static final Pattern CODE = Pattern.compile("[A-Za-z]{1,60}");
  private static final Set<String> BAD_KEYS =
      Set.of(
          "InvalidAccessKeyId",
          "SignatureDoesNotMatch",
          "ExpiredToken",
          "InvalidToken",
          "TokenRefreshRequired");
  private static final Set<String> OTHER_REGION =
      Set.of(
          "PermanentRedirect",
          "TemporaryRedirect",
          "AuthorizationHeaderMalformed",
          "IllegalLocationConstraintException");
  private static final String AGAIN =
      " Then publish again: what is complete is kept, nothing is doubled.";

  private S3Failures() {}

  static Problem problem(S3Place place, String what, Exception e) {
    return e instanceof S3Exception answer ? answered(place, what, answer) : broken(place, what, e);
  }

  /// The store's word for what is wrong; empty where it gave none.
  static String code(S3Exception e) {
    String code = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
    return code != null && CODE.matcher(code).matches() ? code : "";
  }

  static Problem untagged(S3Place place, String key) {
    return Problem.of(
        "store-unsafe",
        "The store at %s gives %s no ETag.".formatted(place.address(), key),
        "Use a store that gives each object an ETag, or a local directory.");
  }

  private static Problem answered(S3Place place, String what, S3Exception e) {
    int status = e.statusCode();
    String code = code(e);
    String said = status + (code.isEmpty() ? "" : " " + code);
    if (code.equals("NoSuchBucket")) {
      return told(
          "s3-no-bucket",
          place,
          what,
          "there is no such bucket (" + said + ")",
          "Create the bucket, or correct --lake and --s3-endpoint.");
    }
    if (OTHER_REGION.contains(code) || status == 301 || status == 307) {
      return told(
          "s3-region",
          place,
          what,
          "the bucket is in another region (" + said + ")",
          "Set AWS_REGION to the bucket's region, or correct --s3-endpoint.");
    }
    if (BAD_KEYS.contains(code)) {
      return told(
          "s3-credentials",
          place,
          what,
          "the store does not accept the credentials (" + said + ")",
          "Renew the keys or the session, and see that they belong to this store.");
    }
    if (code.equals("RequestTimeTooSkewed")) {
      return told(
          "s3-clock",
          place,
          what,
          "this machine's clock and the store's differ (" + said + ")",
          "Set the clock.");
    }
    return byStatus(place, what, status, said);
  }

  private static Problem byStatus(S3Place place, String what, int status, String said) {
    if (status == 401 || status == 403) {
      return told(
          "s3-denied",
          place,
          what,
          "access is denied (" + said + "), which does not say whether anything is there",
          "Allow s3:GetObject and s3:PutObject below the prefix, and s3:ListBucket on the bucket:"
              + " without the last, absent objects are answered so too.");
    }
    if (status == 404) {
      return told(
          "s3-unclear",
          place,
          what,
          "it answered " + said + ", which does not say what is not there",
          "See that --s3-endpoint is the address of an S3 service.");
    }
    if (status == 409) {
      return told(
          "s3-busy",
          place,
          what,
          "other writes got in the way each time (" + said + ")",
          "Wait until they have ended." + AGAIN);
    }
    if (status == 501) {
      return told(
          "store-unsafe",
          place,
          what,
          "it does not know what was asked of it (" + said + ")",
          "Use a store that honours If-None-Match and If-Match on writes, or a local directory.");
    }
    if (status == 429 || status >= 500) {
      return told(
          "s3-unavailable",
          place,
          what,
          "it fails (" + said + "), each time it was asked",
          "Wait until the store works." + AGAIN);
    }
    return told(
        "s3-refused",
        place,
        what,
        "it refused (" + said + ")",
        "Look the answer up in the store's documentation.");
  }

  private static Problem broken(S3Place place, String what, Exception e) {
    Throwable root = root(e);
    if (e instanceof ApiCallTimeoutException
        || e instanceof ApiCallAttemptTimeoutException
        || root instanceof SocketTimeoutException) {
      return told(
          "s3-timeout",
          place,
          what,
          "no answer came in time, so whether it was done is not known",
          "See that the store can be reached." + AGAIN);
    }
    if (root instanceof UnknownHostException || root instanceof ConnectException) {
      return told(
          "s3-unreachable",
          place,
          what,
          "no connection was made (" + kind(root) + ")",
          "Correct --s3-endpoint, or start the store." + AGAIN);
    }
    if (root instanceof SSLException || e.getCause() instanceof SSLException) {
      return told(
          "s3-tls",
          place,
          what,
          "the connection is not trusted (" + kind(root) + ")",
          "Have the JVM trust the store's certificate authority.");
    }
    if (String.valueOf(e.getMessage()).contains("Unable to load credentials")) {
      return told(
          "no-credential",
          place,
          what,
          "no credentials were found",
          "Export AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, set AWS_PROFILE, or give"
              + " --s3-access-key-file and --s3-secret-key-file.");
    }
    return told(
        "s3-broken",
        place,
        what,
        "the exchange broke off (" + kind(root) + "), so whether it was done is not known",
        "See that the store can be reached." + AGAIN);
  }

  private static Throwable root(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private static String kind(Throwable e) {
    return e.getClass().getSimpleName();
  }

  private static Problem told(
      String code, S3Place place, String what, String cause, String remedy) {
    return Problem.of(
        code, "The store at %s could not %s: %s.".formatted(place.address(), what, cause), remedy);
  }
}
