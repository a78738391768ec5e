/// The lake as Iceberg tables in a catalog: a publish is one commit over all of them. No class of
/// Iceberg is used outside of this package.
@NullMarked
package io.perftune.lake.iceberg;

import org.jspecify.annotations.NullMarked;
