/// A cell and a call's options to a plan: points, exact command lines, prompts, and what it all
/// costs.
@NullMarked
package io.perftune.plan;

import org.jspecify.annotations.NullMarked;
