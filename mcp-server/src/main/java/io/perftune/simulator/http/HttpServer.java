package io.perftune.simulator.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Takes connections and gives each a virtual thread, on which its requests are handled in turn.
public final class HttpServer implements AutoCloseable {
  private static final int BACKLOG = 1_024;
  private static final int CLOSE_SECONDS = 5;

  private final ServerSocket listener;
  private final Handler handler;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

  private HttpServer(ServerSocket listener, Handler handler) {
    this.listener = listener;
    this.handler = handler;
  }

  /// Listens from now on.
  ///
  /// @param address port 0: any free one
  public static HttpServer start(InetSocketAddress address, Handler handler) throws IOException {
    ServerSocket listener = new ServerSocket();
    try {
      listener.bind(address, BACKLOG);
    } catch (IOException e) {
      listener.close();
      throw e;
    }
    HttpServer server = new HttpServer(listener, handler);
    server.threads.execute(server::accept);
    return server;
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  /// Stops listening, cuts the open connections, and waits for their threads.
  @Override
  public void close() throws IOException {
    listener.close();
    for (Connection connection : connections) {
      connection.close();
    }
    threads.shutdownNow();
    try {
      threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        threads.execute(() -> serve(socket));
      } catch (IOException _) {
        // Closed, or out of descriptors: look again in a moment.
        LockSupport.parkNanos(1_000_000);
      } catch (RejectedExecutionException _) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket;
        Connection connection = new Connection(socket)) {
      connections.add(connection);
      try {
        converse(connection);
      } finally {
        connections.remove(connection);
      }
    } catch (IOException _) {
      // The client has left, or the server is closing: there is nobody to tell.
      return;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void converse(Connection connection) throws IOException, InterruptedException {
    RequestReader requests = connection.requests();
    try {
      Optional<HttpRequest> request = requests.next();
      while (request.isPresent() && !listener.isClosed()) {
        handler.handle(request.get(), connection);
        if (!connection.open() || asksToClose(request.get())) {
          return;
        }
        request = requests.next();
      }
    } catch (BadRequestException e) {
      connection.send(Response.text(e.status(), String.valueOf(e.getMessage())));
    }
  }

  private static boolean asksToClose(HttpRequest request) {
    return request.header("connection").filter("close"::equalsIgnoreCase).isPresent();
  }
}
