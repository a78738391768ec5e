/// Proves comparisons: what is paired, what is listed apart, and what a change may say.
@NullMarked
package io.perftune.compare;

import org.jspecify.annotations.NullMarked;
