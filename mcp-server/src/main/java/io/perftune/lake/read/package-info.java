/// What is in a lake: its campaigns by listing alone, their rows, whether they are what was
/// published, and what a publish that was cut off left behind.
@NullMarked
package io.perftune.lake.read;

import org.jspecify.annotations.NullMarked;
