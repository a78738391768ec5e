/// lake: what a lake holds, a campaign's rows in it, and whether it is what was published.
@NullMarked
package io.perftune.verb.lake;

import org.jspecify.annotations.NullMarked;
