/// Sends requests over kept connections and keeps what comes back: bytes and stamps, nothing else.
@NullMarked
package io.perftune.client.http;

import org.jspecify.annotations.NullMarked;
