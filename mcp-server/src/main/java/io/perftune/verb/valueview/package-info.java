/// value_view: reads every campaign and ranks what stands: the best that was measured, and the
/// levers.
@NullMarked
package io.perftune.verb.valueview;

import org.jspecify.annotations.NullMarked;
