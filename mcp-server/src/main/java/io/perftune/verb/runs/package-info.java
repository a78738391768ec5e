/// The runs of cells as their cells keep them: who runs, how far, how it ended, and how to follow.
@NullMarked
package io.perftune.verb.runs;

import org.jspecify.annotations.NullMarked;
