package io.perftune.mcp.offer;

import static java.util.Objects.requireNonNull;

import io.perftune.config.Ceilings;
import io.perftune.value.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// What ships with the product: documents, schemas, ceilings, example campaign files.
record CheckoutShelf(Path checkout) {
  /// The peaks of one accelerator.
  static final String CEILINGS = "ceilings";

  static final List<Folder> FOLDERS =
      List.of(
          new Folder(
              "docs", Path.of("docs"), List.of(""), ".md", "A document of perf-tune-report."),
          new Folder(
              "schemas",
              Path.of("schemas"),
              List.of("", "rows", "tools"),
              ".json",
              "A JSON Schema: of the campaign file, of a table's rows, or of what a tool takes and answers."),
          new Folder(
              "configs",
              Path.of("configs"),
              List.of(""),
              ".yaml",
              "Configuration: sol-ceilings.yaml holds the peaks that %SoL is measured against, each with its source."),
          new Folder(
              "examples",
              Path.of("campaigns", "examples"),
              List.of(""),
              ".yaml",
              "An annotated campaign file to start from."));

  CheckoutShelf {
    requireNonNull(checkout, "checkout is null");
  }

  /// A folder whose files of one suffix can be read.
  ///
  /// @param kind its name in URIs
  /// @param below the folders in it that are listed too; empty is the folder itself
  record Folder(String kind, Path path, List<String> below, String suffix, String description) {
    Folder {
      requireNonNull(kind, "kind is null");
      requireNonNull(path, "path is null");
      below = List.copyOf(below);
    }
  }

  /// The files of a folder, by name.
  List<Listed> list(Folder folder) {
    List<Listed> listed = new ArrayList<>();
    for (String below : folder.below()) {
      Fence fence = new Fence(checkout.resolve(folder.path()).resolve(below));
      for (String name : fence.files()) {
        if (name.endsWith(folder.suffix())) {
          ResourceUri uri =
              below.isEmpty()
                  ? ResourceUri.of(folder.kind(), name)
                  : ResourceUri.of(folder.kind(), below, name);
          fence
              .file(List.of(name))
              .ifPresent(real -> listed.add(Listed.file(uri, name, folder.description(), real)));
        }
      }
    }
    return listed;
  }

  /// The file that a URI names; empty where it is none of these.
  Optional<Path> file(ResourceUri uri) {
    return FOLDERS.stream()
        .filter(folder -> folder.kind().equals(uri.kind()))
        .filter(folder -> uri.segments().getLast().endsWith(folder.suffix()))
        .filter(folder ->
            folder
                .below()
                .contains(String.join("/", uri.segments().subList(0, uri.segments().size() - 1))))
        .findFirst()
        .flatMap(folder -> new Fence(checkout.resolve(folder.path())).file(uri.segments()));
  }

  /// The peaks of the accelerator that the last segment means, by key or alias.
  static ObjectNode ceilings(ResourceUri uri) {
    Ceilings ceilings = Ceilings.load();
    String key =
        ceilings
            .key(uri.first())
            .orElseThrow(
                () -> RefusedRequestException.notFound(ceilings.unknown(uri.first()).line()));
    ObjectNode part = Json.object();
    part.set(key, ceilings.json().required(key));
    return part;
  }
}
