/// Where a lake's files lie: objects that are created, replaced and removed one at a time under a
/// condition, and the local directory as such a store.
@NullMarked
package io.perftune.lake.store;

import org.jspecify.annotations.NullMarked;
