package io.perftune.lake;

import io.perftune.value.ProblemException;
import java.io.IOException;
import java.util.List;

/// Where a campaign is published: it goes there whole, or not at all for a reader who joins on
/// (campaign_id, publish_id) with the last table.
public interface PublishTarget extends AutoCloseable {
  /// Publishes all tables, the last as the commit.
  ///
  /// @throws ProblemException where the campaign is published with other content (FAIL), or another
  ///   publish of it is under way; nothing has changed then. Also where another publish took this
  ///   one's place: what stands there is that one's.
  /// @throws IOException where the place fails; the same call again completes what was begun
  List<Landed> publish(Publication publication, IfExists ifExists) throws IOException;

  /// What [#publish] would do, without touching anything.
  List<Landed> preview(Publication publication, IfExists ifExists) throws IOException;

  @Override
  void close();
}
