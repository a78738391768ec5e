package io.perftune.profile;

import static java.util.Objects.requireNonNull;

import io.perftune.config.Ceilings;
import java.util.List;
import java.util.Optional;

/// What a cell holds of GPU readings.
///
/// @param campaignId whose cell it is
/// @param focus as the campaign declares it; empty where it does not
/// @param files at most one of each kind
public record CellProfile(
    String campaignId, Optional<String> focus, Deployment deployment, List<ProfileFile> files) {
  public CellProfile {
    requireNonNull(campaignId, "campaignId is null");
    requireNonNull(focus, "focus is null");
    requireNonNull(deployment, "deployment is null");
    files = List.copyOf(files);
  }

  Optional<ProfileFile> file(ProfileKind kind) {
    return files.stream().filter(file -> file.kind() == kind).findFirst();
  }

  /// The deployment as that file completes it.
  Deployment deployment(ProfileFile file, Ceilings ceilings) {
    return deployment.with(file.json(), ceilings);
  }
}
