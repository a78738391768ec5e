/// Asks an endpoint, before any load and at a small price, whether it does what the workload takes
/// for granted.
@NullMarked
package io.perftune.engine.preflight;

import org.jspecify.annotations.NullMarked;
