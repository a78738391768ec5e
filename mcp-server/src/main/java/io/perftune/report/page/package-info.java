/// What a report says, before it is drawn: pages, charts and tables as records that every back end
/// reads alike.
@NullMarked
package io.perftune.report.page;

import org.jspecify.annotations.NullMarked;
