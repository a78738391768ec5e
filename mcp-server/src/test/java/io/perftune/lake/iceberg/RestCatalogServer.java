package io.perftune.lake.iceberg;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.rest.HTTPRequest;
import org.apache.iceberg.rest.RESTCatalogAdapter;
import org.apache.iceberg.rest.RESTCatalogServlet;
import org.apache.iceberg.rest.RESTResponse;
import org.apache.iceberg.rest.responses.ErrorResponse;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;

/// Iceberg's own REST catalog on this machine, its tables in an SQLite file; a commit can be lost.
final class RestCatalogServer implements AutoCloseable {
  private final Server server =
      new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  private final JdbcCatalog catalog = new JdbcCatalog(_ -> new LocalFileIO(), null, true);
  private final AtomicReference<Fate> fate = new AtomicReference<>(Fate.NONE);

  /// What becomes of the next commit.
  enum Fate {
    NONE,
    LOSE_REQUEST,
    LOSE_ANSWER
  }

  RestCatalogServer(Path root) throws Exception {
    catalog.initialize(
        "sample",
        Map.of(
            CatalogProperties.URI,
            "jdbc:sqlite:" + root.resolve("catalog.db"),
            CatalogProperties.WAREHOUSE_LOCATION,
            root.resolve("warehouse").toString()));
    ServletContextHandler context = new ServletContextHandler();
    context.addServlet(new ServletHolder(new RESTCatalogServlet(new Adapter())), "/*");
    server.setHandler(context);
    server.start();
  }

  String address() {
    return server.getURI().toString().replaceAll("/$", "");
  }

  void next(Fate next) {
    fate.set(next);
  }

  private final class Adapter extends RESTCatalogAdapter {
    Adapter() {
      super(catalog);
    }

    @Override
    protected <T extends RESTResponse> T execute(
        HTTPRequest request,
        Class<T> type,
        Consumer<ErrorResponse> errors,
        Consumer<Map<String, String>> headers) {
      boolean commit = request.path().endsWith("transactions/commit");
      Fate now = commit ? fate.getAndSet(Fate.NONE) : Fate.NONE;
      if (now == Fate.LOSE_REQUEST) {
        throw lost(errors);
      }
      T answer = super.execute(request, type, errors, headers);
      if (now == Fate.LOSE_ANSWER) {
        throw lost(errors);
      }
      return answer;
    }

    private IllegalStateException lost(Consumer<ErrorResponse> errors) {
      errors.accept(
          ErrorResponse.builder().responseCode(500).withType("Lost").withMessage("lost").build());
      return new IllegalStateException("lost");
    }
  }

  @Override
  public void close() throws IOException {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IOException(e);
    }
    catalog.close();
  }
}
