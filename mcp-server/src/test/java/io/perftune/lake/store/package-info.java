/// Tests of what every store promises.
@NullMarked
package io.perftune.lake.store;

import org.jspecify.annotations.NullMarked;
