/// Turns rows into pages: pure functions, one class a page.
@NullMarked
package io.perftune.report.content;

import org.jspecify.annotations.NullMarked;
