/// What sends a point's load, wherever it runs.
@NullMarked
package io.perftune.engine;

import org.jspecify.annotations.NullMarked;
