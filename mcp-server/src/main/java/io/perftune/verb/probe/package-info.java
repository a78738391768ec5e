/// aa_ttfo_probe: TTFT and TTFO of a few streamed answers, on any stack.
@NullMarked
package io.perftune.verb.probe;

import org.jspecify.annotations.NullMarked;
