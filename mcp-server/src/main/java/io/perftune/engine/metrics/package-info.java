/// A serving engine's own metrics, read before and after a point.
@NullMarked
package io.perftune.engine.metrics;

import org.jspecify.annotations.NullMarked;
