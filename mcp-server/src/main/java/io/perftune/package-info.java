/// The one place where concrete classes meet.
@NullMarked
package io.perftune;

import org.jspecify.annotations.NullMarked;
