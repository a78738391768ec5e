/// dataset: prompts of a shape as a file, exact in tokens.
@NullMarked
package io.perftune.verb.dataset;

import org.jspecify.annotations.NullMarked;
