/// atlas_aggregate: reads what the cells of a campaign left, and writes the atlas and its summary.
@NullMarked
package io.perftune.verb.aggregate;

import org.jspecify.annotations.NullMarked;
