/// The next lever: what a campaign declares, and what its figures suggest by the rules of
/// docs/levers.md, ranked.
@NullMarked
package io.perftune.lever;

import org.jspecify.annotations.NullMarked;
