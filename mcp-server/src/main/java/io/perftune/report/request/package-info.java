/// What a report keeps of requests: each cell's records are reduced to a bounded number of steps,
/// dots and spans, whatever their number.
@NullMarked
package io.perftune.report.request;

import org.jspecify.annotations.NullMarked;
