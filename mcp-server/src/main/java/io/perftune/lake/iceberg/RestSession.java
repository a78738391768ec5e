package io.perftune.lake.iceberg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.SessionCatalog.SessionContext;
import org.apache.iceberg.catalog.TableCommit;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.rest.HTTPClient;
import org.apache.iceberg.rest.RESTSessionCatalog;
import org.apache.iceberg.rest.RESTUtil;

/// A catalog behind Iceberg's REST protocol, which has a commit over several tables.
final class RestSession implements CatalogSession {
  private final SessionContext context = SessionContext.createEmpty();
  private final RESTSessionCatalog session;

  private RestSession(RESTSessionCatalog session) {
    this.session = session;
  }

  /// Asks the server for its configuration.
  static RestSession open(CatalogAccess access, Function<Map<String, String>, FileIO> files) {
    Map<String, String> properties = new HashMap<>(access.properties());
    properties.put(CatalogProperties.URI, access.uri());
    access.warehouse().ifPresent(at -> properties.put(CatalogProperties.WAREHOUSE_LOCATION, at));
    RESTSessionCatalog session =
        new RESTSessionCatalog(
            config ->
                HTTPClient.builder(config)
                    .uri(config.get(CatalogProperties.URI))
                    .withHeaders(RESTUtil.configHeaders(config))
                    .build(),
            (_, config) -> files.apply(config));
    session.initialize(access.catalog().name(), properties);
    return new RestSession(session);
  }

  @Override
  public Catalog catalog() {
    return session.asCatalog(context);
  }

  @Override
  public void commit(List<PendingTable> tables) {
    session.commitTransaction(
        context,
        tables.stream()
            .map(table -> TableCommit.create(table.identifier(), table.start(), table.current()))
            .toList());
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
