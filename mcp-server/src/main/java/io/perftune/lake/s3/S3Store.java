package io.perftune.lake.s3;

import static java.util.Objects.requireNonNull;

import io.perftune.lake.store.Hold;
import io.perftune.lake.store.StagedFile;
import io.perftune.lake.store.Store;
import io.perftune.lake.store.StoreException;
import io.perftune.lake.store.StoreProof;
import io.perftune.lake.store.Version;
import io.perftune.value.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;

/// A bucket, or a part of one, as a store.
///
/// Nothing is locked: each write carries its condition (If-None-Match, If-Match) and its sha256.
/// Only an answer that says NoSuchKey means absent; 412 means that the condition did not hold; 409
/// is asked again; anything else is a [StoreException].
public final class S3Store implements Store {
  private static final String WORK = ".publish/";

  private final S3Place place;
  private final S3Client client;
  private final S3Calls calls;

  /// @throws ProblemException where the access is missing something
  public S3Store(S3Place place, S3Access access) {
    this.place = requireNonNull(place, "place is null");
    this.calls = new S3Calls(place);
    this.client = S3Clients.client(place, access);
  }

  @Override
  public String location() {
    return place.address();
  }

  @Override
  public void prove() throws IOException {
    try (Hold hold = hold("proof")) {
      StoreProof.of(this, hold);
    } catch (StoreException e) {
      throw new ProblemException(e.problem(), e);
    }
  }

  @Override
  public Hold hold(String campaign) throws IOException {
    return Hold.temporary(Files.createTempDirectory("publish-" + campaign));
  }

  @Override
  public List<Entry> list(String prefix) throws IOException {
    return calls.ask(
        "list " + prefix,
        () -> {
          List<Entry> entries = new ArrayList<>();
          var pages =
              client.listObjectsV2Paginator(
                  request -> request.bucket(place.bucket()).prefix(place.prefix() + prefix));
          for (S3Object object : pages.contents()) {
            String key = object.key().substring(place.prefix().length());
            if (!key.startsWith(WORK)) {
              entries.add(new Entry(key, object.size(), new Version(object.eTag())));
            }
          }
          return entries;
        });
  }

  @Override
  public Optional<Entry> entry(String key) throws IOException {
    Optional<HeadObjectResponse> head =
        calls.askBodiless(
            "look at " + key,
            () -> client.headObject(request -> request.bucket(place.bucket()).key(full(key))));
    if (head.isPresent()) {
      return Optional.of(entry(key, head.get().contentLength(), head.get().eTag()));
    }
    Optional<Content> content = read(key);
    if (content.isEmpty()) {
      return Optional.empty();
    }
    try (Content open = content.get()) {
      return Optional.of(open.entry());
    }
  }

  @Override
  public Optional<Content> read(String key) throws IOException {
    Optional<ResponseInputStream<GetObjectResponse>> found =
        calls.askForObject(
            "read " + key,
            () -> client.getObject(request -> request.bucket(place.bucket()).key(full(key))));
    return found.map(stream -> {
      GetObjectResponse response = stream.response();
      Entry entry = entry(key, response.contentLength(), response.eTag());
      return new Content(entry, new WholeStream(stream, entry, calls));
    });
  }

  @Override
  public Optional<Version> create(String key, StagedFile file) throws IOException {
    return put(key, file, null);
  }

  @Override
  public Optional<Version> replace(String key, StagedFile file, Version expected)
      throws IOException {
    return put(key, file, expected);
  }

  private Optional<Version> put(String key, StagedFile file, @Nullable Version expected)
      throws IOException {
    PutObjectRequest.Builder request =
        PutObjectRequest.builder()
            .bucket(place.bucket())
            .key(full(key))
            .contentType("application/vnd.apache.parquet")
            .checksumSHA256(
                Base64.getEncoder().encodeToString(HexFormat.of().parseHex(file.sha256())));
    if (expected == null) {
      request.ifNoneMatch("*");
    } else {
      request.ifMatch(expected.tag());
    }
    Path path = file.path();
    return calls
        .askConditionally(
            "write " + key, () -> client.putObject(request.build(), RequestBody.fromFile(path)))
        .map(response -> new Version(tag(key, response.eTag())));
  }

  /// Not every store knows a condition on a removal, so what is there is looked at as well.
  @Override
  public boolean delete(String key, Version expected) throws IOException {
    Optional<Version> now = entry(key).map(Entry::version);
    if (!now.equals(Optional.of(expected))) {
      return false;
    }
    return calls
        .askConditionally(
            "remove " + key,
            () ->
                client.deleteObject(request ->
                    request.bucket(place.bucket()).key(full(key)).ifMatch(expected.tag())))
        .isPresent();
  }

  @Override
  public void close() {
    client.close();
  }

  private Entry entry(String key, @Nullable Long bytes, @Nullable String tag) {
    return new Entry(key, bytes == null ? 0 : bytes, new Version(tag(key, tag)));
  }

  private String tag(String key, @Nullable String tag) {
    if (tag == null || tag.isBlank()) {
      throw new ProblemException(S3Failures.untagged(place, key));
    }
    return tag;
  }

  private String full(String key) {
    return place.prefix() + key;
  }
}
