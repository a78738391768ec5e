/// The lake: checked rows as Parquet files in a fixed layout, the gate before them, and publishing
/// that is all or nothing for a reader who joins on `publish_id`.
@NullMarked
package io.perftune.lake;

import org.jspecify.annotations.NullMarked;
