/// compare: reads two campaigns, compares what matches, and writes the comparison down.
@NullMarked
package io.perftune.verb.compare;

import org.jspecify.annotations.NullMarked;
