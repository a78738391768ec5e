package io.perftune.simulator;

import io.perftune.simulator.http.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A running OpenAI-compatible server whose answers, times and failures are known.
///
/// Everything runs on virtual threads; [#close] cuts what is open and leaves none behind.
/// Thread-safe.
public final class Simulator implements AutoCloseable {
  private final HttpServer server;
  private final TruthLog log;

  private Simulator(HttpServer server, TruthLog log) {
    this.server = server;
    this.log = log;
  }

  /// Starts one; when this returns, it listens.
  ///
  /// @throws IOException when the address is taken or the truth log cannot be opened
  public static Simulator start(SimulatorSettings settings) throws IOException {
    EpochClock clock = EpochClock.now();
    TruthLog log = TruthLog.open(settings.kept(), settings.truthLog());
    Models models = new Models(settings.models());
    Access access = new Access(settings.key());
    ChatEndpoint chat = new ChatEndpoint(models, access, log, clock);
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getByName(settings.bind()), settings.port());
    try {
      HttpServer server = HttpServer.start(address, new Router(models, access, chat, clock));
      return new Simulator(server, log);
    } catch (IOException e) {
      log.close();
      throw e;
    }
  }

  /// The address it listens on, as `http://127.0.0.1:8400`.
  public URI origin() {
    InetSocketAddress address = server.address();
    String host = address.getAddress().getHostAddress();
    String literal = host.contains(":") ? "[" + host + "]" : host;
    return URI.create("http://" + literal + ":" + address.getPort());
  }

  /// The address under which this model seems to be the only one: its own `/v1/models`, `/metrics`
  /// and the rest.
  public URI origin(String model) {
    String name = URLEncoder.encode(model, StandardCharsets.UTF_8).replace("+", "%20");
    return URI.create(origin() + "/m/" + name);
  }

  /// The latest chat requests, in the order in which they ended. One whose reply a client has read
  /// is there.
  public List<Truth> truth() {
    return log.latest();
  }

  @Override
  public void close() throws IOException {
    server.close();
    log.close();
  }
}
