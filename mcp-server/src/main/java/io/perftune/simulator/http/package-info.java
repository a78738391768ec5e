/// HTTP/1.1 over plain sockets, down to the single write.
///
/// The JDK's server is not used: it hides the socket, and a simulator has to send each chunk as one
/// segment at its time, to reset a connection, and to close one inside a chunk.
@NullMarked
package io.perftune.simulator.http;

import org.jspecify.annotations.NullMarked;
