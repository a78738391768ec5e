package io.perftune.mcp;

import static java.util.Objects.requireNonNull;

import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema;
import io.perftune.value.Problem;
import io.perftune.verb.Reply;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// The person at the client, who is shown a plan and agrees, or does not.
record ClientUser(McpSyncServerExchange exchange) {
  ClientUser {
    requireNonNull(exchange, "exchange is null");
  }

  /// Whether the client can show a question; where it does not say so, nobody is asked and nothing
  /// is done.
  boolean canBeAsked() {
    McpSchema.ClientCapabilities capabilities = exchange.getClientCapabilities();
    if (capabilities == null || capabilities.elicitation() == null) {
      return false;
    }
    var declared = capabilities.elicitation();
    return declared.form() != null || declared.url() == null;
  }

  /// What came of asking.
  enum Answer {
    AGREED,
    DECLINED,
    CANCELLED,
    /// The client failed to ask, or did not answer in time.
    NO_ANSWER
  }

  /// Shows the plan of a call that was refused for want of an acknowledgement.
  ///
  /// @throws InterruptedException where the call was cancelled meanwhile
  Answer asked(Reply refused) throws InterruptedException {
    Map<String, Object> nothing = new LinkedHashMap<>();
    nothing.put("type", "object");
    nothing.put("properties", Map.of());
    try {
      McpSchema.ElicitResult result =
          exchange.createElicitation(
              McpSchema.ElicitFormRequest.builder(question(refused), nothing).build());
      return switch (result.action()) {
        case ACCEPT -> Answer.AGREED;
        case DECLINE -> Answer.DECLINED;
        case CANCEL -> Answer.CANCELLED;
      };
    } catch (RuntimeException e) {
      if (Thread.interrupted() || e.getCause() instanceof InterruptedException) {
        throw new InterruptedException("cancelled while the user was asked");
      }
      System.err.println("mcp: the user could not be asked: " + e);
      return Answer.NO_ANSWER;
    }
  }

  /// The plan, its cost and where it goes, for somebody who sees nothing else of the call.
  static String question(Reply refused) {
    JsonNode json = refused.json();
    JsonNode plan = json.path("plan");
    if (plan.has("requests")) {
      return String.format(
          Locale.ROOT,
          "Send this load? Cell %s of campaign %s: %,d requests to %s, %,d input tokens and up to %,d"
              + " output tokens, roughly %d min. It may cost money.",
          json.path("cell_id").asString(""),
          json.path("campaign_dir").asString("").replaceFirst(".*/", ""),
          plan.path("requests").longValue(),
          plan.path("endpoint").asString(""),
          plan.path("input_tokens").longValue(),
          plan.path("output_tokens").longValue(),
          Math.ceilDiv(plan.path("duration_s").longValue(), 60));
    }
    long rows =
        json.path("tables").valueStream().mapToLong(t -> t.path("row_count").longValue()).sum();
    return String.format(
        Locale.ROOT,
        "Publish campaign %s to %s, where others read? %,d rows in %d tables.",
        json.path("campaign_id").asString(""),
        json.path("destination").asString(""),
        rows,
        json.path("tables").size());
  }

  /// Whether two refusals show the same plan.
  static boolean samePlan(Reply shown, Reply now) {
    return shown.json().path("plan").equals(now.json().path("plan"))
        && shown.json().path("commands").equals(now.json().path("commands"))
        && shown.json().path("publish_id").equals(now.json().path("publish_id"));
  }

  /// The refusal of a call to which nobody agreed.
  static Reply refusal(Reply refused, Answer answer) {
    String field = String.valueOf(refused.safety().acknowledgement());
    Problem problem =
        switch (answer) {
          case AGREED ->
              new Problem(
                  "plan-changed",
                  "The plan changed while the user looked at it, so nothing was done.",
                  field,
                  "Call again: the user is shown the new plan.");
          case DECLINED ->
              new Problem(
                  "approval-declined",
                  "The user was shown the plan and declined it.",
                  field,
                  "Do not repeat the call; ask the user what to change in the plan.");
          case CANCELLED ->
              new Problem(
                  "approval-cancelled",
                  "The user was shown the plan and closed the question without an answer.",
                  field,
                  "Ask the user, then call again.");
          case NO_ANSWER ->
              new Problem(
                  "approval-not-given",
                  "The client declares elicitation, but the user could not be asked.",
                  field,
                  "Show the user the plan, and after a yes call again with %s: true."
                      .formatted(field));
        };
    return refused.with(problem, Reply.NOT_ACKNOWLEDGED);
  }
}
