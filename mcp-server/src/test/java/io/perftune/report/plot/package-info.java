/// Tests of drawn figures.
@NullMarked
package io.perftune.report.plot;

import org.jspecify.annotations.NullMarked;
