/// The built-in streaming client: a closed loop of chat requests, as a program of its own.
@NullMarked
package io.perftune.client;

import org.jspecify.annotations.NullMarked;
