/// The product from outside: its real processes, driven by clients that know nothing of its
/// classes.
@NullMarked
package io.perftune.outside;

import org.jspecify.annotations.NullMarked;
