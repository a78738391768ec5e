/// import_aiperf: a user's own AIPerf export as a point of a cell.
@NullMarked
package io.perftune.verb.importaiperf;

import org.jspecify.annotations.NullMarked;
