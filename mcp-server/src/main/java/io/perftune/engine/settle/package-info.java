/// Requests that bring a server into its stride before anything is measured; nothing of them is
/// counted.
@NullMarked
package io.perftune.engine.settle;

import org.jspecify.annotations.NullMarked;
