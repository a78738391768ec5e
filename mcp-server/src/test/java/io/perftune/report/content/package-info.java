/// The words of the report, held to the rows that they are made from.
@NullMarked
package io.perftune.report.content;

import org.jspecify.annotations.NullMarked;
