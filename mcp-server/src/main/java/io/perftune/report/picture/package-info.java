/// Draws figures as PNG files: a page's, and one digest for a reader with few tokens to spend.
@NullMarked
package io.perftune.report.picture;

import org.jspecify.annotations.NullMarked;
