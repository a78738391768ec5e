/// What a reply holds and when each part is due: pure, without sockets and clocks.
@NullMarked
package io.perftune.simulator.answer;

import org.jspecify.annotations.NullMarked;
