package io.perftune.mcp;

import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema;
import io.perftune.value.Problem;
import io.perftune.verb.Context;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The folders that the client works in, as far as it tells; asked for when a call names a place,
/// and again after the client says that they changed.
final class ClientRoots {
  private static final List<String> PLACES = List.of("--campaigns-dir", "--config", "--out");
  private static final String VARIABLE = "PERFREPORT_CAMPAIGNS_DIR";

  /// A client that declares roots and does not tell them holds no call up for longer.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private volatile @Nullable List<Path> known;

  /// The client says that they changed.
  void changed() {
    known = null;
  }

  /// The warning of a call that works outside of all folders that are known: the roots, the
  /// repository root, the working directory, the campaigns' folder. Empty also where the client
  /// tells no roots.
  ///
  /// @param words the call as a command line
  Optional<Problem> outside(McpSyncServerExchange exchange, List<String> words, Context context) {
    for (int at = 0; at + 1 < words.size(); at++) {
      if (PLACES.contains(words.get(at))) {
        Optional<Problem> problem = outside(exchange, words.get(at), words.get(at + 1), context);
        if (problem.isPresent()) {
          return problem;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Problem> outside(
      McpSyncServerExchange exchange, String flag, String value, Context context) {
    Path place = context.resolve(value).toAbsolutePath().normalize();
    List<Path> ours =
        new ArrayList<>(List.of(context.repositoryRoot(), context.workingDirectory()));
    String folder = context.environment().getOrDefault(VARIABLE, "");
    if (!folder.isBlank()) {
      ours.add(context.resolve(folder));
    }
    if (ours.stream().anyMatch(allowed -> holds(allowed, place))) {
      return Optional.empty();
    }
    List<Path> roots = roots(exchange);
    if (roots.isEmpty() || roots.stream().anyMatch(root -> holds(root, place))) {
      return Optional.empty();
    }
    String property = flag.substring(2).replace('-', '_');
    return Optional.of(
        new Problem(
            "outside-roots",
            "%s is %s, outside of the client's roots and of this server's folders."
                .formatted(property, place),
            property,
            "Add the folder to the client's roots, or choose one below " + roots.getFirst() + "."));
  }

  private static boolean holds(Path folder, Path place) {
    return place.startsWith(folder.toAbsolutePath().normalize());
  }

  private List<Path> roots(McpSyncServerExchange exchange) {
    List<Path> roots = known;
    if (roots == null) {
      roots = asked(exchange);
      known = roots;
    }
    return roots;
  }

  private static List<Path> asked(McpSyncServerExchange exchange) {
    McpSchema.ClientCapabilities capabilities = exchange.getClientCapabilities();
    if (capabilities == null || capabilities.roots() == null) {
      return List.of();
    }
    try {
      return CompletableFuture.supplyAsync(exchange::listRoots, Thread::startVirtualThread)
          .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
          .roots()
          .stream()
          .flatMap(root -> path(root).stream())
          .toList();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return List.of();
    } catch (ExecutionException | TimeoutException e) {
      System.err.println("mcp: the client did not tell its roots: " + e);
      return List.of();
    }
  }

  private static Optional<Path> path(McpSchema.Root root) {
    try {
      return Optional.of(Path.of(URI.create(root.uri())).normalize());
    } catch (IllegalArgumentException | java.nio.file.FileSystemNotFoundException _) {
      return Optional.empty();
    }
  }
}
