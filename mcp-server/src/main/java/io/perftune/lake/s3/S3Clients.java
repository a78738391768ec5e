package io.perftune.lake.s3;

import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;

/// Makes clients that send plain bodies with a checksum of our own, which every store understands.
final class S3Clients {
  private S3Clients() {}

  /// A store with an endpoint of its own is addressed by path, since few of them have a host name
  /// for each bucket.
  static S3Client client(S3Place place, S3Access access) {
    S3Patience patience = access.patience();
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(patience.connect())
                    .socketTimeout(patience.silence()))
            .region(region(place, access))
            .credentialsProvider(credentials(access))
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .serviceConfiguration(
                S3Configuration.builder()
                    .chunkedEncodingEnabled(false)
                    .pathStyleAccessEnabled(place.endpoint() != null)
                    .build())
            .overrideConfiguration(override ->
                override.retryStrategy(
                    AwsRetryStrategy.standardRetryStrategy().toBuilder()
                        .maxAttempts(patience.attempts())
                        .build()));
    if (place.endpoint() != null) {
      builder.endpointOverride(place.endpoint());
    }
    return builder.build();
  }

  private static AwsCredentialsProvider credentials(S3Access access) {
    S3Access.Keys keys = access.keys();
    if (keys == null) {
      return DefaultCredentialsProvider.builder().build();
    }
    String id = keys.id().reveal();
    String secret = keys.secret().reveal();
    AwsCredentials credentials =
        keys.token() == null
            ? AwsBasicCredentials.create(id, secret)
            : AwsSessionCredentials.create(id, secret, keys.token().reveal());
    return StaticCredentialsProvider.create(credentials);
  }

  private static Region region(S3Place place, S3Access access) {
    if (access.region() != null) {
      return Region.of(access.region());
    }
    if (place.endpoint() != null) {
      return Region.US_EAST_1;
    }
    try {
      return DefaultAwsRegionProviderChain.builder().build().getRegion();
    } catch (SdkClientException e) {
      Problem problem =
          Problem.of(
              "s3-no-region",
              "No AWS region is set for " + place.address() + ".",
              "Export AWS_REGION, set it in the profile, or give --s3-endpoint.");
      throw new ProblemException(problem, e);
    }
  }
}
