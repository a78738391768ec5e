package io.perftune.report.content;

import static java.util.Objects.requireNonNull;

import io.perftune.report.page.Page;
import org.jspecify.annotations.Nullable;

/// What became of a page: drawn, or missing.
sealed interface Made {
  /// A page that is there.
  ///
  /// @param partial which part of what was measured it shows; null where it shows all
  record Drawn(Page page, @Nullable String partial) implements Made {
    public Drawn {
      requireNonNull(page, "page is null");
    }
  }

  /// A page that is not.
  record Missing(OmittedPage page) implements Made {
    public Missing {
      requireNonNull(page, "page is null");
    }
  }

  /// A page that is not there, why, and what would bring it.
  static Made missing(String page, String why, String howToFix) {
    return new Missing(new OmittedPage(page, why, howToFix));
  }
}
