/// From rows to the report that people decide by: pages as records, and the back ends that draw
/// them.
@NullMarked
package io.perftune.report;

import org.jspecify.annotations.NullMarked;
