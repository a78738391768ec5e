/// An OpenAI-compatible endpoint with known truth: it does what its switches say and writes down
/// what it did and when.
@NullMarked
package io.perftune.simulator;

import org.jspecify.annotations.NullMarked;
