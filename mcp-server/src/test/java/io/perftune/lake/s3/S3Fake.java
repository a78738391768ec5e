package io.perftune.lake.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.perftune.value.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/// A bucket behind S3's protocol on loopback, which can be told to fail at any request, and to lie.
///
/// It needs `-Dsun.net.httpserver.nodelay=true`, without which each answer waits 40 ms.
public final class S3Fake implements AutoCloseable {
  /// The one bucket.
  public static final String BUCKET = "lake-bucket";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final S3Objects objects = new S3Objects();
  private final List<S3Request> heard = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile Fault fault = Fault.NONE;
  private volatile Duration delay = Duration.ZERO;

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
    objects.lies(of);
  }

  /// How long each answer takes at least; nothing unless told.
  public void delays(Duration by) {
    delay = by;
  }

  /// Puts an object there without a request.
  public void put(String key, byte[] bytes) {
    objects.put(key, bytes);
  }

  /// Puts the object of one key at another as well, without a request.
  public void copy(String from, String to) {
    objects.copy(from, to);
  }

  /// Everything that was sent since [#clear()], the objects' bytes aside: addresses and headers.
  public String sent() {
    StringBuilder sent = new StringBuilder();
    for (S3Request request : heard) {
      sent.append(request.method()).append(' ').append(request.path()).append(' ');
      sent.append(request.query()).append(request.headers()).append('\n');
    }
    return sent.toString();
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
    objects
        .all()
        .forEach((key, stored) -> {
          if (!key.contains(".publish/")) {
            hashes.put(key, Digest.sha256(stored.bytes()));
          }
        });
    return hashes;
  }

  public byte[] bytes(String key) {
    return objects.bytes(key);
  }

  public void clear() {
    objects.clear();
    heard.clear();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      S3Request request = S3Request.of(exchange);
      int number;
      synchronized (requests) {
        number = requests.size();
        requests.add(request.line());
      }
      heard.add(request);
      pause();
      switch (fault.of(number, request.method(), request.key())) {
        case Fate.Serve _ -> serve(request).send(exchange);
        case Fate.Drop _ -> {}
        case Fate.LoseAnswer _ -> serve(request);
        case Fate.Answer answer -> S3Answer.error(answer.status(), answer.code()).send(exchange);
        case Fate.Silence _ -> silence();
      }
    }
  }

  private S3Answer serve(S3Request request) {
    return (request.path() + "/").startsWith("/" + BUCKET + "/")
        ? objects.serve(request)
        : S3Answer.error(404, "NoSuchBucket");
  }

  private void pause() {
    if (!delay.isZero()) {
      LockSupport.parkNanos(delay.toNanos());
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

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    threads.close();
  }
}
