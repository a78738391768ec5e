/// What an engine left, read and refused where it is not what it should be: an AIPerf export or the
/// raw streams of the built-in client to request records, and the records' own file.
@NullMarked
package io.perftune.capture;

import org.jspecify.annotations.NullMarked;
