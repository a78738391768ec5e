/// What goes over the wire and how it is kept: the file of raw streams.
@NullMarked
package io.perftune.wire;

import org.jspecify.annotations.NullMarked;
