/// The one percentile, the one deviation, the one interval that every figure uses.
@NullMarked
package io.perftune.statistics;

import org.jspecify.annotations.NullMarked;
