package io.perftune.report;

import io.perftune.value.Campaign;

/// What a campaign is about, and so which evidence it owes.
final class Focus {
  private Focus() {}

  /// As declared; an AA campaign that declares none counts as throughput, because its figures are
  /// output speeds.
  static String of(Campaign campaign) {
    String declared = campaign.text("focus");
    return declared == null ? "throughput" : declared;
  }
}
