package io.perftune.profile;

import static java.util.Objects.requireNonNull;

import tools.jackson.databind.node.ObjectNode;

/// One file of GPU readings.
///
/// @param json as its schema describes it, once [ProfileChecks] found nothing wrong
/// @param place how rows and problems name the file: below the campaign once it is placed
/// @param sha256 of its bytes
public record ProfileFile(ProfileKind kind, ObjectNode json, String place, String sha256) {
  public ProfileFile {
    requireNonNull(kind, "kind is null");
    json = json.deepCopy();
    requireNonNull(place, "place is null");
    requireNonNull(sha256, "sha256 is null");
  }
}
