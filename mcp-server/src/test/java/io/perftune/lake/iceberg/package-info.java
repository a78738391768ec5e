/// Tests of the lake in an Iceberg catalog.
@NullMarked
package io.perftune.lake.iceberg;

import org.jspecify.annotations.NullMarked;
