/// cell_run: from a cell of a campaign to measured, judged and recorded points.
@NullMarked
package io.perftune.verb.cellrun;

import org.jspecify.annotations.NullMarked;
