/// Prompts of real text, exact in o200k_base tokens and repeatable by seed, and the datasets that
/// carry them.
@NullMarked
package io.perftune.plan.prompts;

import org.jspecify.annotations.NullMarked;
