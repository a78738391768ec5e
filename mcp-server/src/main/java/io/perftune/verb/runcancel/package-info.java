/// run_cancel: ends a run as ^C would, from anywhere.
@NullMarked
package io.perftune.verb.runcancel;

import org.jspecify.annotations.NullMarked;
