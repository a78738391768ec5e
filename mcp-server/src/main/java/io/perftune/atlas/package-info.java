/// Request records and a cell's declared context to rows; rows to an atlas with its coverage.
@NullMarked
package io.perftune.atlas;

import org.jspecify.annotations.NullMarked;
