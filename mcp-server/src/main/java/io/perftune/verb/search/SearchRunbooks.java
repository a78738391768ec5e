package io.perftune.verb.search;

import static java.util.Objects.requireNonNull;

import io.perftune.search.Folder;
import io.perftune.verb.Context;
import io.perftune.verb.Outcome;
import io.perftune.verb.Safety;
import io.perftune.verb.Verb;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Searches runbooks/ and docs/: those of the repository root, and where the product is installed
/// elsewhere, its own.
public final class SearchRunbooks implements Verb {
  private static final List<String> FOLDERS = List.of("runbooks", "docs");

  private final Path installation;
  private final Search search = new Search();

  /// @param installation where the product's own runbooks/ and docs/ lie
  public SearchRunbooks(Path installation) {
    this.installation = requireNonNull(installation, "installation is null");
  }

  @Override
  public String name() {
    return "search_runbooks";
  }

  @Override
  public Safety safety() {
    return Safety.READ_ONLY;
  }

  @Override
  public Outcome run(ObjectNode input, Context context) throws InterruptedException {
    Path root = context.repositoryRoot();
    List<Folder> folders = new ArrayList<>();
    for (String name : FOLDERS) {
      Path own = installation.resolve(name);
      boolean elsewhere = !installation.toAbsolutePath().normalize().equals(absolute(root));
      Path folder = root.resolve(name);
      if (!elsewhere || Files.isDirectory(folder) || !Files.isDirectory(own)) {
        folders.add(Folder.whole(folder, Search.name(root, folder)));
      }
      if (elsewhere && Files.isDirectory(own)) {
        folders.add(Folder.whole(own, Search.name(root, own)));
      }
    }
    return search.run(folders, input, context);
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }
}
