/// Proves the lake: what DuckDB reads is what was written, and a publish is all or nothing.
@NullMarked
package io.perftune.lake;

import org.jspecify.annotations.NullMarked;
