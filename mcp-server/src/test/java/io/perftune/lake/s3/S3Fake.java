package io.perftune.lake.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.perftune.value.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// A bucket behind S3's protocol on loopback, which can be told to fail at any request, and to lie.
///
/// It needs `-Dsun.net.httpserver.nodelay=true`, without which each answer waits 40 ms.
public final class S3Fake implements AutoCloseable {
  /// The one bucket.
  public static final String BUCKET = "lake-bucket";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, byte[]> objects = new ConcurrentSkipListMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile Fault fault = Fault.NONE;
  private volatile Lie lie = Lie.NONE;

  public S3Fake() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /// What becomes of a request.
  public sealed interface Fate {
    /// It is served.
    record Serve() implements Fate {}

    /// The connection ends before it is looked at.
    record Drop() implements Fate {}

    /// It is served and the answer is lost.
    record LoseAnswer() implements Fate {}

    /// It is answered so and not served.
    record Answer(int status, String code) implements Fate {}

    /// It is never answered while the fake lives.
    record Silence() implements Fate {}
  }

  /// Decides what becomes of each request.
  @FunctionalInterface
  public interface Fault {
    Fault NONE = (_, _, _) -> new Fate.Serve();

    /// Decides.
    ///
    /// @param number of the request, from 0
    /// @param key within the bucket
    Fate of(int number, String method, String key);
  }

  /// How the fake breaks its word.
  public enum Lie {
    NONE,
    /// A create replaces.
    CREATES_AGAIN,
    /// A replacement looks at nothing.
    REPLACES_ANYTHING,
    /// Chunk framing is stored with the bytes.
    ALTERS_BYTES,
    /// Every object has the same ETag.
    ONE_TAG,
    /// Creates at the same time all win.
    RACERS_WIN
  }

  public void faults(Fault of) {
    requests.clear();
    fault = of;
  }

  public void lies(Lie of) {
    lie = of;
  }

  /// Requests since the last [#faults(Fault)], as `PUT key`.
  public List<String> requests() {
    return List.copyOf(requests);
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// Each object's hash by key; what a store keeps for itself left out.
  public Map<String, String> hashes() {
    Map<String, String> hashes = new TreeMap<>();
    objects.forEach((key, bytes) -> {
      if (!key.contains(".publish/")) {
        hashes.put(key, Digest.sha256(bytes));
      }
    });
    return hashes;
  }

  public byte[] bytes(String key) {
    return objects.getOrDefault(key, new byte[0]).clone();
  }

  public void clear() {
    objects.clear();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath();
      String key = path.replaceFirst("^/" + BUCKET + "/?", "");
      String method = exchange.getRequestMethod();
      int number;
      synchronized (requests) {
        number = requests.size();
        requests.add(method + " " + key);
      }
      switch (fault.of(number, method, key)) {
        case Fate.Serve _ -> serve(exchange, path, key, body).send(exchange);
        case Fate.Drop _ -> {}
        case Fate.LoseAnswer _ -> serve(exchange, path, key, body);
        case Fate.Answer answer -> Answer.error(answer.status(), answer.code()).send(exchange);
        case Fate.Silence _ -> silence();
      }
    }
  }

  /// Never answers: the client gives up, and the end of the fake interrupts this thread.
  private static void silence() {
    try {
      Thread.sleep(Long.MAX_VALUE);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Answer {
    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    Answer(int status, Map<String, String> headers, byte[] body) {
      this.status = status;
      this.headers = headers;
      this.body = body;
    }

    static Answer plain(int status) {
      return new Answer(status, Map.of(), new byte[0]);
    }

    static Answer error(int status, String code) {
      String body =
          "<Error><Code>%s</Code><Message>told</Message><RequestId>1</RequestId></Error>"
              .formatted(code);
      return new Answer(status, Map.of("Content-Type", "application/xml"), body.getBytes(UTF_8));
    }

    void send(HttpExchange exchange) throws IOException {
      headers.forEach(exchange.getResponseHeaders()::set);
      boolean head = exchange.getRequestMethod().equals("HEAD");
      if (head) {
        exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
      }
      exchange.sendResponseHeaders(status, head || body.length == 0 ? -1 : body.length);
      if (!head && body.length > 0) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  private Answer serve(HttpExchange exchange, String path, String key, byte[] body) {
    if (!(path + "/").startsWith("/" + BUCKET + "/")) {
      return Answer.error(404, "NoSuchBucket");
    }
    if (key.isEmpty()) {
      return list(exchange.getRequestURI().getRawQuery());
    }
    return switch (exchange.getRequestMethod()) {
      case "PUT" -> put(exchange, key, body);
      case "DELETE" -> {
        objects.remove(key);
        yield Answer.plain(204);
      }
      default -> read(key);
    };
  }

  private Answer read(String key) {
    byte[] bytes = objects.get(key);
    if (bytes == null) {
      return Answer.error(404, "NoSuchKey");
    }
    return new Answer(200, Map.of("ETag", tag(bytes)), bytes);
  }

  private Answer put(HttpExchange exchange, String key, byte[] body) {
    String claimed = exchange.getRequestHeaders().getFirst("x-amz-checksum-sha256");
    String actual =
        Base64.getEncoder().encodeToString(HexFormat.of().parseHex(Digest.sha256(body)));
    if (!actual.equals(claimed)) {
      return Answer.error(400, "BadDigest");
    }
    String create = exchange.getRequestHeaders().getFirst("If-None-Match");
    String replace = exchange.getRequestHeaders().getFirst("If-Match");
    byte[] stored = lie == Lie.ALTERS_BYTES ? framed(body) : body;
    synchronized (objects) {
      byte @Nullable [] there = objects.get(key);
      if (create != null && there != null && !createsAgain(key)) {
        return Answer.error(412, "PreconditionFailed");
      }
      if (replace != null && lie != Lie.REPLACES_ANYTHING) {
        if (there == null) {
          return Answer.error(404, "NoSuchKey");
        }
        if (!tag(there).equals(replace)) {
          return Answer.error(412, "PreconditionFailed");
        }
      }
      objects.put(key, stored);
    }
    return new Answer(200, Map.of("ETag", tag(stored)), new byte[0]);
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

  private Answer list(@Nullable String query) {
    String prefix = "";
    for (String part : String.valueOf(query).split("&", -1)) {
      if (part.startsWith("prefix=")) {
        prefix = URLDecoder.decode(part.substring("prefix=".length()), UTF_8);
      }
    }
    List<String> entries = new ArrayList<>();
    for (Map.Entry<String, byte[]> object : objects.entrySet()) {
      if (object.getKey().startsWith(prefix)) {
        entries.add(
            "<Contents><Key>%s</Key><Size>%d</Size><ETag>%s</ETag></Contents>"
                .formatted(
                    object.getKey(),
                    object.getValue().length,
                    tag(object.getValue()).replace("\"", "&quot;")));
      }
    }
    String body =
        "<ListBucketResult><IsTruncated>false</IsTruncated>"
            + String.join("", entries)
            + "</ListBucketResult>";
    return new Answer(200, Map.of("Content-Type", "application/xml"), body.getBytes(UTF_8));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    threads.close();
  }
}
