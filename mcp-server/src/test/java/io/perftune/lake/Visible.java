package io.perftune.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// What a reader who joins on (campaign_id, publish_id) finds of known publications, told from the
/// objects' hashes alone.
final class Visible {
  private Visible() {}

  /// The hash of each table's file, by key.
  static Map<String, String> hashes(Publication publication) throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    for (int index = 0; index < publication.tables().size(); index++) {
      String key = publication.key().file(publication.tables().get(index).table().name());
      hashes.put(key, publication.write(index, OutputStream.nullOutputStream()).sha256());
    }
    return hashes;
  }

  /// The number of the one that is published, whole; -1 where none is. Anything between fails.
  @SafeVarargs
  static int of(Map<String, String> objects, Map<String, String>... publications) {
    List<Integer> committed = new ArrayList<>();
    for (int number = 0; number < publications.length; number++) {
      Map<String, String> publication = publications[number];
      String commit =
          publication.keySet().stream()
              .filter(key -> key.contains("campaign_v1/"))
              .findFirst()
              .orElseThrow();
      if (Objects.equals(publication.get(commit), objects.get(commit))) {
        assertThat(objects).containsAllEntriesOf(publication);
        committed.add(number);
      }
    }
    assertThat(committed).hasSizeLessThan(2);
    return committed.isEmpty() ? -1 : committed.getFirst();
  }
}
