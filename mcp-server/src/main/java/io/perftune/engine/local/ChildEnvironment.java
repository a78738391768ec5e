package io.perftune.engine.local;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What a load generator may see of this program's environment: what a program needs to run, and no
/// credential.
///
/// Everything else stays here: keys of whatever kind, and `AIPERF_*`, which would tune a
/// measurement from outside its recorded command line. Proxy variables stay for uv's sake; AIPerf
/// itself ignores them.
final class ChildEnvironment {
  private static final Set<String> NAMES =
      Set.of(
          "PATH",
          "HOME",
          "USER",
          "LOGNAME",
          "SHELL",
          "LANG",
          "LANGUAGE",
          "TZ",
          "LD_LIBRARY_PATH",
          "SSL_CERT_FILE",
          "SSL_CERT_DIR",
          "REQUESTS_CA_BUNDLE",
          "CURL_CA_BUNDLE",
          "VIRTUAL_ENV",
          "PYTHONPATH",
          "PYTHONHOME",
          "HF_HOME",
          "HF_HUB_OFFLINE",
          "http_proxy",
          "https_proxy",
          "no_proxy",
          "HTTP_PROXY",
          "HTTPS_PROXY",
          "NO_PROXY",
          "ALL_PROXY",
          "all_proxy");

  private static final List<String> PREFIXES = List.of("LC_", "XDG_", "UV_", "PYENV_", "DYLD_");

  private ChildEnvironment() {}

  /// The part of `environment` that is handed down.
  static Map<String, String> inherited(Map<String, String> environment) {
    Map<String, String> kept = new TreeMap<>();
    environment.forEach((name, value) -> {
      if (NAMES.contains(name) || PREFIXES.stream().anyMatch(name::startsWith)) {
        kept.put(name, value);
      }
    });
    return kept;
  }
}
