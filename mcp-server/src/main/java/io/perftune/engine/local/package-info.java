/// One point's run as a child process of this machine: which AIPerf, started how, watched, ended,
/// and cleaned up after.
@NullMarked
package io.perftune.engine.local;

import org.jspecify.annotations.NullMarked;
