/// What goes over the wire and how it is kept and understood: the file of raw streams, server-sent
/// events, the chunks of a streamed chat answer, and Prometheus text.
@NullMarked
package io.perftune.wire;

import org.jspecify.annotations.NullMarked;
