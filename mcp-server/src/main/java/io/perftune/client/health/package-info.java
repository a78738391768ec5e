/// Measures the client itself: how late its event loops are, and how they share the processors.
@NullMarked
package io.perftune.client.health;

import org.jspecify.annotations.NullMarked;
