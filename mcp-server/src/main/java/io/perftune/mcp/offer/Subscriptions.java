package io.perftune.mcp.offer;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// The resources that a client watches: their files are looked at again and again, on a thread that
/// lives as long as there is one.
final class Subscriptions implements AutoCloseable {
  /// From one look to the next.
  static final Duration INTERVAL = Duration.ofSeconds(1);

  private static final int LIMIT = 256;

  private final Function<ResourceUri, List<Path>> files;
  private final Consumer<ObjectNode> client;
  private final Duration interval;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, String> seen = new LinkedHashMap<>();
  private @Nullable Thread watcher;

  /// @param files whose change is a change of the resource
  /// @param client takes notifications
  Subscriptions(
      Function<ResourceUri, List<Path>> files, Consumer<ObjectNode> client, Duration interval) {
    this.files = requireNonNull(files, "files is null");
    this.client = requireNonNull(client, "client is null");
    this.interval = requireNonNull(interval, "interval is null");
  }

  /// Watches a resource; a second time changes nothing.
  void add(String uri) {
    if (files.apply(ResourceUri.parse(uri)).isEmpty()) {
      throw RefusedRequestException.notFound(
          "\"%s\" cannot be subscribed to: only what lies in a campaign can, such as perftune://campaign/<id>/cells/<cell>/status."
              .formatted(uri));
    }
    String now = fingerprint(uri);
    lock.lock();
    try {
      if (seen.size() >= LIMIT && !seen.containsKey(uri)) {
        throw RefusedRequestException.invalid(
            "%d resources are watched already; unsubscribe from one.".formatted(LIMIT));
      }
      seen.putIfAbsent(uri, now);
      if (watcher == null) {
        watcher = Thread.ofVirtual().name("subscriptions").start(this::watch);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Watches it no longer.
  void remove(String uri) {
    lock.lock();
    try {
      seen.remove(uri);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Watches nothing any longer.
  @Override
  public void close() {
    lock.lock();
    try {
      seen.clear();
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Whether the thread lives.
  boolean watching() {
    lock.lock();
    try {
      return watcher != null;
    } finally {
      lock.unlock();
    }
  }

  private void watch() {
    try {
      for (List<String> uris = next(); !uris.isEmpty(); uris = next()) {
        uris.forEach(this::look);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// What to look at, after the interval; nothing where the thread shall end.
  private List<String> next() throws InterruptedException {
    lock.lock();
    try {
      long left = interval.toNanos();
      while (left > 0 && !seen.isEmpty()) {
        left = changed.awaitNanos(left);
      }
      if (seen.isEmpty()) {
        watcher = null;
      }
      return List.copyOf(seen.keySet());
    } finally {
      lock.unlock();
    }
  }

  private void look(String uri) {
    String now = fingerprint(uri);
    if (isNews(uri, now)) {
      ObjectNode message =
          Json.object().put("jsonrpc", "2.0").put("method", "notifications/resources/updated");
      message.putObject("params").put("uri", uri);
      client.accept(message);
    }
  }

  private boolean isNews(String uri, String now) {
    lock.lock();
    try {
      String before = seen.get(uri);
      if (before == null || before.equals(now)) {
        return false;
      }
      seen.put(uri, now);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Which files there are, how long, and of when.
  private String fingerprint(String uri) {
    return files.apply(ResourceUri.parse(uri)).stream()
        .map(Subscriptions::stamp)
        .collect(Collectors.joining(";"));
  }

  private static String stamp(Path file) {
    try {
      BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
      return is.size() + "@" + is.lastModifiedTime() + "@" + is.fileKey();
    } catch (IOException _) {
      return "absent";
    }
  }
}
