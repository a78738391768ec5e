/// What the scripts in bench/ run: both load generators against a simulator that knows the truth.
@NullMarked
package io.perftune.bench;

import org.jspecify.annotations.NullMarked;
