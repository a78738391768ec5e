/// Request records as the files that AIPerf leaves of a run, so that its own readers open them.
@NullMarked
package io.perftune.capture.export;

import org.jspecify.annotations.NullMarked;
