package io.perftune.mcp.offer;

import io.perftune.value.Json;
import io.perftune.value.ProblemException;
import io.perftune.verb.CellHistory;
import io.perftune.workspace.CampaignDirectory;
import io.perftune.workspace.CellDirectory;
import io.perftune.workspace.Journal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// How far a cell is, by its status.json and its journal.
final class CellState {
  private static final int EVENTS = 10;

  private CellState() {}

  /// Whether a path below a campaign names one.
  static boolean named(List<String> path) {
    return path.size() == 3 && path.getFirst().equals("cells") && path.getLast().equals("status");
  }

  /// The files whose change is a change of the state.
  static List<Path> files(CellDirectory cell) {
    return List.of(cell.status(), cell.journal());
  }

  /// The state of a cell: `state` is ended, running (a load generator of it is alive), not_ended
  /// (begun, and between two points or cut off), or not_begun. Empty where the directory is not
  /// there.
  static Optional<ObjectNode> of(CampaignDirectory campaign, String cellId) {
    if (new Fence(campaign.cells()).directory(cellId).isEmpty()) {
      return Optional.empty();
    }
    CellDirectory cell = campaign.cell(cellId);
    JsonNode status = status(cell);
    Journal journal = new Journal(cell.journal());
    try {
      List<ObjectNode> events = journal.events();
      ObjectNode state =
          Json.object()
              .put("campaign_id", campaign.id())
              .put("cell_id", cellId)
              .put("state", state(status, events, journal))
              .put("event_count", events.size());
      state.set("status", status);
      ArrayNode latest = state.putArray("latest_events");
      events.subList(Math.max(0, events.size() - EVENTS), events.size()).forEach(latest::add);
      return Optional.of(state);
    } catch (ProblemException e) {
      throw RefusedRequestException.invalid(e.problems().getFirst().line());
    }
  }

  private static JsonNode status(CellDirectory cell) {
    if (!Files.isRegularFile(cell.status())) {
      return Json.object().nullNode();
    }
    try {
      return Json.MAPPER.readTree(CampaignDirectory.bytes(cell.status()));
    } catch (JacksonException e) {
      throw RefusedRequestException.invalid(
          "%s is no JSON: %s.".formatted(cell.status(), e.getOriginalMessage()));
    }
  }

  private static String state(JsonNode status, List<ObjectNode> events, Journal journal) {
    if (!status.isNull()) {
      return "ended";
    }
    if (events.isEmpty()) {
      return "not_begun";
    }
    return CellHistory.read(journal).children().stream().anyMatch(CellState::alive)
        ? "running"
        : "not_ended";
  }

  /// The very process, and not a later one of the same number.
  private static boolean alive(CellHistory.Child child) {
    return ProcessHandle.of(child.pid())
        .filter(ProcessHandle::isAlive)
        .flatMap(process -> process.info().startInstant())
        .filter(child.start()::equals)
        .isPresent();
  }
}
