package io.perftune.verb.cellrun;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A server that has a metrics page and remembers who asked; it answers anything else with 404.
final class MetricsServer implements AutoCloseable {
  private final HttpServer server;
  private final List<String> visits = new CopyOnWriteArrayList<>();

  /// @param pages what it says, one after the other; the last for ever
  MetricsServer(String... pages) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          visits.add(
              exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization"));
          boolean known = exchange.getRequestURI().getPath().equals("/metrics");
          byte[] page =
              (known ? pages[Math.min(visits.size(), pages.length) - 1] : "")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(known ? 200 : 404, page.length == 0 ? -1 : page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    server.start();
  }

  URI origin() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// The path and the Authorization of each request, `null` where it had none.
  List<String> visits() {
    return List.copyOf(visits);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
