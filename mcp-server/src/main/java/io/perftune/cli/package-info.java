/// The command line: reads argv, calls a verb, prints the reply; no decisions.
@NullMarked
package io.perftune.cli;

import org.jspecify.annotations.NullMarked;
