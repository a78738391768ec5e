package io.perftune.atlas;

import io.perftune.statistics.Sample;
import io.perftune.value.ClientHealth;
import io.perftune.value.RequestRecord;
import java.util.List;
import java.util.Objects;

/// What is known of the client itself.
final class ClientColumns {
  private static final String NOT_MEASURED = "the engine does not measure its own lateness";

  private ClientColumns() {}

  /// @param clients how late the client was in each of the point's trials; none where the engine
  ///   does not measure that. The worst counts
  static void put(RowBuilder row, Figures figures, List<ClientHealth> clients) {
    Double itl = figures.itl().median();
    ClientHealth worst = ClientVerdict.worst(clients, itl).orElse(null);
    row.text("client_verdict", ClientVerdict.of(worst, itl).verdict().label())
        .number("client_probe_p99_ms", worst == null ? null : worst.probeP99Ms(), NOT_MEASURED)
        .number("client_stall_share", worst == null ? null : worst.stallShare(), NOT_MEASURED);
    row.number("connect_ms_avg", connects(figures).mean(), "the engine does not say");
    List<Boolean> reused =
        figures.ok().stream()
            .map(RequestRecord::connection)
            .map(RequestRecord.Connection::reused)
            .filter(Objects::nonNull)
            .toList();
    row.number(
        "connection_reused_share",
        reused.isEmpty()
            ? null
            : (double) reused.stream().filter(Boolean::booleanValue).count() / reused.size(),
        "the engine does not say");
  }

  private static Sample connects(Figures figures) {
    return Sample.of(
        figures.ok().stream()
            .map(record -> record.connection().connectMs())
            .filter(Objects::nonNull)
            .toList());
  }
}
