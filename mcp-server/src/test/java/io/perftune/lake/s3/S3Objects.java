package io.perftune.lake.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.perftune.lake.s3.S3Fake.Lie;
import io.perftune.value.Digest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/// A bucket's objects, and the conditions under which they change.
final class S3Objects {
  private static final int PAGE = 1_000;

  private final NavigableMap<String, Stored> objects = new ConcurrentSkipListMap<>();
  private volatile Lie lie = Lie.NONE;

  @SuppressWarnings("ArrayRecordComponent")
  record Stored(byte[] bytes, String tag) {}

  void lies(Lie of) {
    lie = of;
  }

  Map<String, Stored> all() {
    return new TreeMap<>(objects);
  }

  void put(String key, byte[] bytes) {
    objects.put(key, new Stored(bytes, tag(bytes)));
  }

  /// The same bytes at another key.
  void copy(String from, String to) {
    objects.put(to, requireNonNull(objects.get(from), from));
  }

  byte[] bytes(String key) {
    Stored stored = objects.get(key);
    return stored == null ? new byte[0] : stored.bytes().clone();
  }

  void clear() {
    objects.clear();
  }

  S3Answer serve(S3Request request) {
    return switch (request.operation()) {
      case PUT -> put(request);
      case DELETE -> {
        objects.remove(request.key());
        yield S3Answer.plain(204);
      }
      case READ -> read(request.key());
      case LIST -> list(request);
    };
  }

  private S3Answer read(String key) {
    Stored stored = objects.get(key);
    return stored == null
        ? S3Answer.error(404, "NoSuchKey")
        : new S3Answer(200, Map.of("ETag", stored.tag()), stored.bytes());
  }

  private S3Answer put(S3Request request) {
    if (!checked(request)) {
      return S3Answer.error(400, "BadDigest");
    }
    return store(request, lie == Lie.ALTERS_BYTES ? framed(request.body()) : request.body());
  }

  /// Whether the bytes are those whose hash was sent.
  private static boolean checked(S3Request request) {
    String hash = Digest.sha256(request.body());
    return Base64.getEncoder()
        .encodeToString(HexFormat.of().parseHex(hash))
        .equals(request.header("x-amz-checksum-sha256"));
  }

  private S3Answer store(S3Request request, byte[] bytes) {
    String key = request.key();
    String replace = request.header("If-Match");
    synchronized (objects) {
      @Nullable Stored there = objects.get(key);
      if (request.header("If-None-Match") != null && there != null && !createsAgain(key)) {
        return S3Answer.error(412, "PreconditionFailed");
      }
      if (replace != null && lie != Lie.REPLACES_ANYTHING) {
        if (there == null) {
          return S3Answer.error(404, "NoSuchKey");
        }
        if (!there.tag().equals(replace)) {
          return S3Answer.error(412, "PreconditionFailed");
        }
      }
      put(key, bytes);
      return S3Answer.tagged(tag(bytes));
    }
  }

  /// A page of a thousand, as S3 gives.
  private S3Answer list(S3Request request) {
    String prefix = request.query("prefix");
    String after = request.query("continuation-token");
    var rest = after.isEmpty() ? objects.tailMap(prefix, true) : objects.tailMap(after, false);
    StringBuilder entries = new StringBuilder();
    int listed = 0;
    String last = "";
    for (Map.Entry<String, Stored> object : rest.entrySet()) {
      if (!object.getKey().startsWith(prefix) || listed == PAGE) {
        break;
      }
      last = object.getKey();
      listed++;
      entries.append(
          "<Contents><Key>%s</Key><Size>%d</Size><ETag>%s</ETag></Contents>"
              .formatted(last, object.getValue().bytes().length, quoted(object.getValue().tag())));
    }
    String next = objects.higherKey(last);
    boolean more = listed == PAGE && next != null && next.startsWith(prefix);
    String token = more ? "<NextContinuationToken>" + last + "</NextContinuationToken>" : "";
    return S3Answer.xml(
        200,
        "<ListBucketResult><IsTruncated>%s</IsTruncated>%s%s</ListBucketResult>"
            .formatted(more, token, entries));
  }

  private static String quoted(@Nullable String tag) {
    return String.valueOf(tag).replace("\"", "&quot;");
  }

  private boolean createsAgain(String key) {
    return lie == Lie.CREATES_AGAIN || (lie == Lie.RACERS_WIN && key.endsWith("-race"));
  }

  private static byte[] framed(byte[] body) {
    byte[] frame = (Integer.toHexString(body.length) + "\r\n").getBytes(UTF_8);
    byte[] framed = Arrays.copyOf(frame, frame.length + body.length);
    System.arraycopy(body, 0, framed, frame.length, body.length);
    return framed;
  }

  private String tag(byte[] bytes) {
    return lie == Lie.ONE_TAG ? "\"same\"" : "\"" + Digest.sha256(bytes).substring(0, 32) + "\"";
  }
}
