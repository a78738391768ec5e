/// Tokens per minute at a campaign's operating points, and what they cost.
@NullMarked
package io.perftune.capacity;

import org.jspecify.annotations.NullMarked;
