/// Tests of what a report says and how it is drawn.
@NullMarked
package io.perftune.report;

import org.jspecify.annotations.NullMarked;
