package io.perftune.verb;

import io.perftune.value.Json;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Set;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// From which sources, by which programs and on which host a campaign was made.
final class Provenance {
  private static final String UNDISCLOSED = "undisclosed: not an address";

  private Provenance() {}

  /// The git checkout around a folder: repo, branch, commit, dirty; all null and `why` where there
  /// is none. A bare repository has no dirty.
  static ObjectNode git(Path folder) {
    FileRepositoryBuilder builder = new FileRepositoryBuilder().findGitDir(folder.toFile());
    if (builder.getGitDir() == null) {
      return none("not in a git checkout");
    }
    try (Repository repository = builder.build();
        Git git = new Git(repository)) {
      ObjectId head = repository.resolve(Constants.HEAD);
      return Json.object()
          .put("repo", remote(repository))
          .put("branch", repository.getBranch())
          .put("commit", head == null ? null : head.name())
          .put("dirty", repository.isBare() ? null : !git.status().call().isClean())
          .putNull("why");
    } catch (IOException | GitAPIException | JGitInternalException e) {
      return none("the git checkout could not be read: " + e.getMessage());
    }
  }

  private static ObjectNode none(String why) {
    return Json.object()
        .putNull("repo")
        .putNull("branch")
        .putNull("commit")
        .putNull("dirty")
        .put("why", why);
  }

  /// The address of origin, else of the first remote, without user, password and query; null where
  /// there is none.
  private static @Nullable String remote(Repository repository) {
    Set<String> names = repository.getRemoteNames();
    if (names.isEmpty()) {
      return null;
    }
    String name = names.contains("origin") ? "origin" : names.iterator().next();
    String url = repository.getConfig().getString("remote", name, "url");
    return url == null ? null : withoutCredentials(url);
  }

  static String withoutCredentials(String url) {
    try {
      String bare = new URIish(url).setUser(null).setPass(null).toString();
      int query = bare.indexOf('?');
      String plain = query < 0 ? bare : bare.substring(0, query);
      // What is no address to the parser may still hold a password.
      return plain.contains("://") && plain.contains("@") ? UNDISCLOSED : plain;
    } catch (URISyntaxException _) {
      return UNDISCLOSED;
    }
  }

  /// The host and the programs, no user's name.
  static ObjectNode host() {
    return Json.object()
        .put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"))
        .put("arch", System.getProperty("os.arch"))
        .put("processors", Runtime.getRuntime().availableProcessors())
        .put("jdk", Runtime.version().toString())
        .put("tool_version", ToolVersion.current());
  }
}
